package org.qingsheng.adapters.qq;

/**
 * What came was not made by QQ for this bot. Why exactly is for the debug log only: whoever sent it
 * is told the same in every case.
 */
final class ForgedCallbackException extends Exception {
  ForgedCallbackException(String what) {
    super(what, null, false, false);
  }
}

package org.qingsheng.adapters.tencent;

/**
 * What came was not made by the platform for this account. Why exactly is for the debug log only:
 * whoever sent it is told the same in every case.
 */
public final class ForgedMessageException extends Exception {
  public ForgedMessageException(String what) {
    super(what, null, false, false);
  }
}

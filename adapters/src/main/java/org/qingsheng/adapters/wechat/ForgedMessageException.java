package org.qingsheng.adapters.wechat;

/**
 * What came was not made by WeChat for this account. Why exactly is for the debug log only: whoever
 * sent it is told the same in every case.
 */
final class ForgedMessageException extends Exception {
  ForgedMessageException(String what) {
    super(what, null, false, false);
  }
}

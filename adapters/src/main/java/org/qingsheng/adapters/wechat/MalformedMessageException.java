package org.qingsheng.adapters.wechat;

/** What came is not a WeChat message. Carries no part of what came. */
final class MalformedMessageException extends Exception {
  MalformedMessageException(String what) {
    super(what, null, false, false);
  }
}

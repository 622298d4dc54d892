package org.qingsheng.adapters.tencent;

/** What came is not a message of the platform. Carries no part of what came. */
public final class MalformedMessageException extends Exception {
  public MalformedMessageException(String what) {
    super(what, null, false, false);
  }
}

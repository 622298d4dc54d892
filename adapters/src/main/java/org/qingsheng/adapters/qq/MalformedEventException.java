package org.qingsheng.adapters.qq;

/** An event lacks something that it cannot be understood without. Carries no part of the event. */
final class MalformedEventException extends Exception {
  MalformedEventException(String what) {
    super(what, null, false, false);
  }
}

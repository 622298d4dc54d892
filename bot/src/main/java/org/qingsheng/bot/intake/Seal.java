package org.qingsheng.bot.intake;

/** Encrypts what must not be read without a reason. Thread-safe. */
public interface Seal {
  /**
   * @param context bound to the ciphertext: it opens only with the same
   * @return Base64
   */
  String seal(String text, String context);

  /** What a heard message's original is bound to. */
  static String context(String channel, String message) {
    return channel + "/" + message;
  }

  /**
   * @throws IllegalStateException if it was changed, or sealed with another key or context
   */
  String open(String sealed, String context);
}

package org.qingsheng.bot.settings;

/**
 * One thing wrong with the settings.
 *
 * @param key path of the key, e.g. {@code channels[1].secret}
 * @param found value found, empty if none; {@code ***} for a secret
 * @param expected what should be there, in Chinese
 */
public record Problem(String key, String found, String expected) {
  @Override
  public String toString() {
    return found.isEmpty() ? key + "：" + expected : "%s = %s：%s".formatted(key, found, expected);
  }
}

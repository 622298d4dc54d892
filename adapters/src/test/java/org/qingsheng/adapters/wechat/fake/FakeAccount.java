package org.qingsheng.adapters.wechat.fake;

/**
 * An official account as the platform knows it.
 *
 * @param aesKey EncodingAESKey, 43 characters; used unless the mode is plain
 * @param originalId {@code gh_…}
 */
public record FakeAccount(
    String appId, String secret, String token, String aesKey, String originalId, Mode mode) {
  /** 消息加解密方式. */
  public enum Mode {
    PLAIN,
    COMPATIBLE,
    SECURE
  }

  /** The account of the published test vector. */
  public static FakeAccount in(Mode mode) {
    return new FakeAccount(
        "wx1a2b3c4d5e6f7890",
        "planted-secret-5f3a9",
        "qnzsToken2026",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
        "gh_5a1b2c3d4e5f",
        mode);
  }
}

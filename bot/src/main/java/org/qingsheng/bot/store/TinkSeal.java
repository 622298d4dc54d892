package org.qingsheng.bot.store;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Base64;
import org.qingsheng.bot.files.FileShelf;
import org.qingsheng.bot.intake.Seal;

/**
 * Seals originals with AES-256-GCM through Tink; the key is a file of its own in the data folder,
 * readable by its owner only. Losing the key loses the originals, never the masked texts.
 * Thread-safe.
 */
public final class TinkSeal implements Seal, FileShelf.Sealing {
  private final Aead aead;

  private TinkSeal(Aead aead) {
    this.aead = aead;
  }

  /** Opens the key file, making it at the first start. */
  public static TinkSeal open(Path keyFile) {
    try {
      AeadConfig.register();
      if (Files.notExists(keyFile)) {
        write(keyFile, KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM));
      }
      var handle =
          TinkJsonProtoKeysetFormat.parseKeyset(
              Files.readString(keyFile), InsecureSecretKeyAccess.get());
      return new TinkSeal(handle.getPrimitive(RegistryConfiguration.get(), Aead.class));
    } catch (GeneralSecurityException e) {
      throw StoreException.unusable("密钥文件 " + keyFile.getFileName() + " 不完整或被改过，请从备份里恢复", e);
    } catch (IOException e) {
      throw new UncheckedIOException("密钥文件读写不了：" + keyFile.getFileName(), e);
    }
  }

  private static void write(Path keyFile, KeysetHandle handle)
      throws IOException, GeneralSecurityException {
    Files.createDirectories(keyFile.toAbsolutePath().getParent());
    var json = TinkJsonProtoKeysetFormat.serializeKeyset(handle, InsecureSecretKeyAccess.get());
    var temporary = keyFile.resolveSibling(keyFile.getFileName() + ".new");
    Files.deleteIfExists(temporary);
    if (keyFile.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          temporary,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.writeString(temporary, json);
    Files.move(temporary, keyFile, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public byte[] seal(byte[] plain, String context) {
    try {
      return aead.encrypt(plain, context.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot seal", e);
    }
  }

  @Override
  public byte[] open(byte[] sealed, String context) {
    try {
      return aead.decrypt(sealed, context.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a sealed file does not open", e);
    }
  }

  @Override
  public String seal(String text, String context) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              aead.encrypt(
                  text.getBytes(StandardCharsets.UTF_8), context.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot seal", e);
    }
  }

  @Override
  public String open(String sealed, String context) {
    try {
      return new String(
          aead.decrypt(
              Base64.getDecoder().decode(sealed), context.getBytes(StandardCharsets.UTF_8)),
          StandardCharsets.UTF_8);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalStateException("a sealed original does not open", e);
    }
  }
}

package org.qingsheng.bot.console;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.Map;

/**
 * A QR code as a picture that needs no file.
 *
 * @param side modules in a row
 * @param path dark modules as an SVG path, one unit a module
 */
record QrCode(int side, String path) {
  /** Enough to be read from a crumpled poster. */
  private static final ErrorCorrectionLevel LEVEL = ErrorCorrectionLevel.M;

  static QrCode of(String text) {
    try {
      var matrix =
          Encoder.encode(text, LEVEL, Map.of(EncodeHintType.CHARACTER_SET, "UTF-8")).getMatrix();
      return new QrCode(matrix.getWidth(), path(matrix));
    } catch (WriterException e) {
      throw new IllegalArgumentException("too long for a QR code: " + text.length(), e);
    }
  }

  private static String path(ByteMatrix matrix) {
    var path = new StringBuilder();
    for (int y = 0; y < matrix.getHeight(); y++) {
      int x = 0;
      while (x < matrix.getWidth()) {
        int from = x;
        while (x < matrix.getWidth() && matrix.get(x, y) == 1) {
          x++;
        }
        if (x > from) {
          path.append("M%d %dh%dv1h-%dz".formatted(from, y, x - from, x - from));
        } else {
          x++;
        }
      }
    }
    return path.toString();
  }
}

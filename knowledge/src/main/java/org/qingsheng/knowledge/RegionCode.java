package org.qingsheng.knowledge;

import java.util.regex.Pattern;

/**
 * An administrative area (行政区划) by its GB/T 2260 code, or {@code CN} for the whole country. Twelve
 * digits name a town. The tree itself is not knowledge's: a query brings its path.
 */
public record RegionCode(String value) {
  private static final Pattern FORM = Pattern.compile("CN|\\d{6}|\\d{9}|\\d{12}");

  /** The whole country (全国). */
  public static final RegionCode NATION = new RegionCode("CN");

  public RegionCode {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "region \"%s\": expected CN or a GB/T 2260 code of 6, 9 or 12 digits".formatted(value));
    }
  }

  @Override
  public String toString() {
    return value;
  }
}

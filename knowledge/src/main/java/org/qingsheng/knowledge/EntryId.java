package org.qingsheng.knowledge;

import java.util.regex.Pattern;

/**
 * Names an entry for life, over all its versions.
 *
 * @param value lower-case letters, digits and hyphens, 1 to 80 characters
 */
public record EntryId(String value) implements Comparable<EntryId> {
  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._-]{0,79}");

  public EntryId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "entry id \"%s\": expected lower-case letters, digits and hyphens, at most 80"
              .formatted(value));
    }
  }

  @Override
  public int compareTo(EntryId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}

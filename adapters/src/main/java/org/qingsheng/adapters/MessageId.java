package org.qingsheng.adapters;

/**
 * A platform's own id of one message, opaque outside its adapter. Unique within its channel: an
 * adapter whose platform reuses numbers across groups builds the group into it.
 *
 * @param value never blank, at most 200 characters
 */
public record MessageId(String value) {
  public MessageId {
    if (value.isBlank() || value.length() > 200) {
      throw new IllegalArgumentException(
          "MessageId must have 1 to 200 characters, has " + value.length());
    }
  }

  @Override
  public String toString() {
    return value;
  }
}

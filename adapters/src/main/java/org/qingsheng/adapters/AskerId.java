package org.qingsheng.adapters;

/**
 * The platform account of the person who speaks (提问人), opaque outside its adapter.
 *
 * @param value never blank, at most 200 characters
 */
public record AskerId(String value) {
  public AskerId {
    if (value.isBlank() || value.length() > 200) {
      throw new IllegalArgumentException(
          "AskerId must have 1 to 200 characters, has " + value.length());
    }
  }

  @Override
  public String toString() {
    return value;
  }
}

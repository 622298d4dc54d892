package org.qingsheng.adapters;

/**
 * Names one send (幂等键). Derived from its cause, so that the same cause handled twice makes the same
 * key; platforms that deduplicate are given it, the others are never asked twice.
 *
 * @param value at most 120 characters
 */
public record IdempotencyKey(String value) {
  public IdempotencyKey {
    if (value.isBlank() || value.length() > 120) {
      throw new IllegalArgumentException("idempotency key must have 1 to 120 characters");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}

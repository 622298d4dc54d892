package org.qingsheng.adapters;

/**
 * Whether a channel would work now.
 *
 * @param reason one Chinese sentence a non-expert understands, also when healthy
 */
public record Health(State state, String reason) {
  /** From best to worst. */
  public enum State {
    UP,
    /** Works in part: no one connected yet, push not permitted, token being renewed. */
    DEGRADED,
    DOWN
  }
}

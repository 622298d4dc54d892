package org.qingsheng.adapters.kit;

/** Things that happen without a word. */
public enum Happening {
  FOLLOWED,
  UNFOLLOWED,
  MENU_TAPPED,
  JOINED,
  REMOVED,
  MUTED,
  UNMUTED,
  /** Another member comes into the group. */
  SOMEBODY_JOINED,
  /** The bot sees a message of its own. */
  OWN_MESSAGE,
  /** An event of a kind that does not exist yet. */
  SOMETHING_NEW
}

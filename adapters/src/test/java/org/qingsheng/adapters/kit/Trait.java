package org.qingsheng.adapters.kit;

/** What a platform may or may not be able to do. */
public enum Trait {
  /** Has group chats. */
  GROUPS,
  /** The bot hears group talk that is not meant for it. */
  OVERHEARS,
  /** Everyone in a group can be mentioned at once. */
  MENTIONS_EVERYONE,
  /** A message can quote an earlier one of the same person. */
  QUOTES,
  /** Messages can be taken back, and the bot is told. */
  RECALLS,
  /** Pictures can be sent to the bot. */
  PICTURES,
  /** The bot can be called without a word. */
  BARE_MENTIONS,
  /** Kinds of message may come that are not known yet. */
  UNKNOWN_KINDS,
  /** Text on the way to us may hold NUL or half a surrogate pair. */
  BROKEN_TEXT,
  /** The platform tells the same message again, by itself or after a reconnect. */
  REPEATS,
  /** The platform waits for our word that a message is safe, and repeats it otherwise. */
  ACKNOWLEDGES,
  /** Messages of different people are handed over without waiting for each other. */
  CONCURRENT,
  /** What could not be stored comes again, whoever sees to that. */
  REDELIVERS,
  /** Sending takes a call that the platform may answer badly. */
  CALLS,
  /** The platform tells the id of what was sent. */
  TELLS_IDS,
  /** The platform drops a second send with the same key. */
  DEDUPLICATES,
  /** Answers can travel inside the open exchange. */
  PASSIVE,
  /** Calls need a token that expires. */
  TOKENS,
  /** There is a line that stays open and can be lost. */
  LINE,
  /** A conversation of another channel can be told by its id. */
  ADDRESSES,
  /** What is sent travels on that line. */
  SENDS_ON_LINE,
  /** What was said while the line was lost is told later. */
  CATCHES_UP,
  /** We call the platform over HTTP or WebSocket at an address from the settings. */
  CONNECTS,
  /** A text may be too long. */
  LIMITS_SIZE,
  /** Sending fails when the channel is not running. */
  NEEDS_RUNNING
}

-- What channels must not forget: numbers of answers, how far was read; and who is not to be disturbed.

CREATE TABLE answer_number (
  channel       TEXT NOT NULL,
  message_id    TEXT NOT NULL,             -- the message that is answered
  answer        TEXT NOT NULL,             -- idempotency key of the answer
  number        INTEGER NOT NULL,          -- 1, 2, 3 …: QQ's msg_seq
  given_at      BIGINT NOT NULL,
  PRIMARY KEY (channel, message_id, answer),
  UNIQUE (channel, message_id, number)
);
CREATE INDEX answer_number_by_time ON answer_number (given_at);

CREATE TABLE read_cursor (
  channel       TEXT NOT NULL,
  reader        TEXT NOT NULL,             -- the organisation's own account that is read, e.g. open_kfid
  position      TEXT NOT NULL,             -- the platform's own mark
  stored_at     BIGINT NOT NULL,
  PRIMARY KEY (channel, reader)
);

CREATE TABLE quiet_choice (
  channel       TEXT NOT NULL,
  conversation  TEXT NOT NULL,             -- the group; empty for a person in all their chats
  asker         TEXT NOT NULL,             -- the person; empty for a group
  profile       TEXT NOT NULL,             -- STANDARD, SHIFT, NEVER
  chosen_at     BIGINT NOT NULL,
  PRIMARY KEY (channel, conversation, asker)
);

-- The ledger: what was heard, what happened to each item, what is to be said.

CREATE TABLE turn (
  id            TEXT PRIMARY KEY,
  cause         TEXT NOT NULL UNIQUE,      -- e.g. in:<channel>:<platform message id>; the same cause is handled once
  at            BIGINT NOT NULL
);

CREATE TABLE heard (
  channel       TEXT NOT NULL,
  message_id    TEXT NOT NULL,
  turn_id       TEXT NOT NULL REFERENCES turn (id),
  conversation  TEXT NOT NULL,
  group_chat    INTEGER NOT NULL,
  asker         TEXT NOT NULL,
  item_id       TEXT,
  text          TEXT NOT NULL,             -- masked
  sealed        TEXT,                      -- original, encrypted, only when masking changed something
  attachments   TEXT NOT NULL,             -- JSON
  at            BIGINT NOT NULL,           -- platform's clock
  received_at   BIGINT NOT NULL,
  recalled_at   BIGINT,
  PRIMARY KEY (channel, message_id)
);
CREATE INDEX heard_by_item ON heard (item_id, received_at);

CREATE TABLE item (
  id            TEXT PRIMARY KEY,
  number        TEXT NOT NULL UNIQUE,
  kind          TEXT NOT NULL,
  state         TEXT NOT NULL,
  channel       TEXT NOT NULL,
  conversation  TEXT NOT NULL,
  group_chat    INTEGER NOT NULL,
  asker         TEXT NOT NULL,
  region        TEXT NOT NULL,
  question      TEXT NOT NULL,             -- masked
  priority      INTEGER NOT NULL,
  assignee      TEXT,
  entry_id      TEXT,
  entry_version INTEGER,
  answered_by   TEXT,                      -- BOT, STAFF
  answer        TEXT,
  opened_at     BIGINT NOT NULL,
  due_at        BIGINT,
  closed_at     BIGINT,
  feedback      TEXT,
  version       INTEGER NOT NULL           -- events so far
);
CREATE INDEX item_by_state ON item (state, due_at);
CREATE INDEX item_by_asker ON item (channel, asker, opened_at);
CREATE INDEX item_by_opening ON item (opened_at);
CREATE INDEX item_by_assignee ON item (assignee, state);
CREATE INDEX item_by_region ON item (region, state);

CREATE TABLE item_event (
  item_id       TEXT NOT NULL REFERENCES item (id) DEFERRABLE INITIALLY DEFERRED,
  seq           INTEGER NOT NULL,
  turn_id       TEXT NOT NULL REFERENCES turn (id),
  at            BIGINT NOT NULL,
  type          TEXT NOT NULL,
  payload       TEXT NOT NULL,             -- JSON
  PRIMARY KEY (item_id, seq)
);
CREATE INDEX item_event_by_time ON item_event (at);

CREATE TABLE dialogue (
  channel       TEXT NOT NULL,
  conversation  TEXT NOT NULL,
  asker         TEXT NOT NULL,
  state         TEXT NOT NULL,             -- JSON
  updated_at    BIGINT NOT NULL,
  PRIMARY KEY (channel, conversation, asker)
);

CREATE TABLE outbound (
  id            TEXT PRIMARY KEY,          -- time-ordered
  idempotency   TEXT NOT NULL UNIQUE,
  turn_id       TEXT NOT NULL REFERENCES turn (id),
  item_id       TEXT,
  channel       TEXT NOT NULL,
  conversation  TEXT NOT NULL,
  group_chat    INTEGER NOT NULL,
  asker         TEXT NOT NULL,
  in_reply_to   TEXT,                      -- inbound message this answers
  mention       INTEGER NOT NULL,
  purpose       TEXT NOT NULL,             -- ANSWER, OPTIONS, RECEIPT, NOTICE …
  text          TEXT NOT NULL,
  choices       TEXT NOT NULL,             -- JSON
  state         TEXT NOT NULL,             -- PLANNED, LEASED, HELD, ACCEPTED, REFUSED, UNKNOWN, CANCELLED
  reason        TEXT,
  not_before    BIGINT NOT NULL,
  lease_owner   TEXT,
  lease_until   BIGINT,
  attempts      INTEGER NOT NULL,
  platform_id   TEXT,
  passive       INTEGER NOT NULL DEFAULT 0, -- 1 if it went inside the exchange of the message it answers
  created_at    BIGINT NOT NULL,
  ended_at      BIGINT
);
CREATE INDEX outbound_due ON outbound (state, not_before);
CREATE INDEX outbound_by_reply ON outbound (channel, in_reply_to);
CREATE INDEX outbound_by_asker ON outbound (channel, conversation, asker, created_at);
CREATE INDEX outbound_by_item ON outbound (item_id);

CREATE TABLE answer_window (
  channel       TEXT NOT NULL,
  conversation  TEXT NOT NULL,
  asker         TEXT NOT NULL,
  opener        TEXT NOT NULL,
  message_id    TEXT NOT NULL,
  opened_at     BIGINT NOT NULL,
  expires_at    BIGINT NOT NULL,
  remaining     INTEGER NOT NULL,
  PRIMARY KEY (channel, conversation, asker)
);

CREATE TABLE day_sequence (
  day           TEXT PRIMARY KEY,          -- yyMMdd in Asia/Shanghai
  last          INTEGER NOT NULL
);

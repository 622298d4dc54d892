-- What other programs and operators are told over HTTP, and what the API answered to repeatable requests.

-- The order in which events were committed. Older events have none: nobody is told them afterwards.
ALTER TABLE item_event ADD COLUMN position BIGINT;
CREATE UNIQUE INDEX item_event_by_position ON item_event (position);

CREATE TABLE event_position (
  id            INTEGER PRIMARY KEY,       -- always 1
  last          BIGINT NOT NULL
);
INSERT INTO event_position (id, last) VALUES (1, 0);

CREATE TABLE webhook_position (
  webhook       TEXT PRIMARY KEY,          -- id in the settings
  position      BIGINT NOT NULL,           -- of the last event looked at for it
  updated_at    BIGINT NOT NULL
);

CREATE TABLE notice (
  id            TEXT PRIMARY KEY,          -- told to the receiver, the same at every attempt
  receiver      TEXT NOT NULL,             -- id in the settings
  lane          TEXT NOT NULL,             -- what arrives in order: an item or an alert
  position      BIGINT NOT NULL,           -- order within the lane
  item_id       TEXT,                      -- the event it tells; its content is made when it is sent
  seq           INTEGER,
  body          TEXT NOT NULL,             -- complete content where there is no event
  state         TEXT NOT NULL,             -- WAITING, ARRIVED, DEAD
  attempts      INTEGER NOT NULL,
  not_before    BIGINT NOT NULL,
  problem       TEXT NOT NULL,             -- of the last attempt
  created_at    BIGINT NOT NULL,
  ended_at      BIGINT
);
CREATE INDEX notice_due ON notice (state, not_before);
CREATE INDEX notice_lane ON notice (receiver, lane, state, position);

CREATE TABLE alert (
  id            TEXT PRIMARY KEY,
  kind          TEXT NOT NULL,             -- QUEUE, CHANNEL
  subject       TEXT NOT NULL,             -- the channel
  words         TEXT NOT NULL,
  since         BIGINT NOT NULL,
  resolved_at   BIGINT
);
CREATE UNIQUE INDEX alert_open ON alert (kind, subject) WHERE resolved_at IS NULL;
CREATE INDEX alert_by_time ON alert (since);

CREATE TABLE api_answer (
  account_id    TEXT NOT NULL,
  request_key   TEXT NOT NULL,             -- the Idempotency-Key it was sent with
  fingerprint   TEXT NOT NULL,             -- of method, address and body
  status        INTEGER NOT NULL,          -- 0 while it is being handled
  body          TEXT NOT NULL,
  at            BIGINT NOT NULL,
  PRIMARY KEY (account_id, request_key)
);
CREATE INDEX api_answer_by_time ON api_answer (at);

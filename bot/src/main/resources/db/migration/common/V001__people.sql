-- Accounts of staff, their sessions, the groups the bot is in, and the people who ask.

CREATE TABLE account (
  id            TEXT PRIMARY KEY,
  login         TEXT NOT NULL UNIQUE,
  name          TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  roles         TEXT NOT NULL,             -- names of Role, separated by commas
  region        TEXT NOT NULL,
  active        INTEGER NOT NULL,          -- 1 or 0
  expires_at    BIGINT,                    -- end of a secondment, epoch milliseconds
  created_at    BIGINT NOT NULL
);

CREATE TABLE session (
  token_hash    TEXT PRIMARY KEY,          -- SHA-256 of the token; the token itself is never stored
  account_id    TEXT NOT NULL REFERENCES account (id),
  csrf          TEXT NOT NULL,
  kind          TEXT NOT NULL,             -- CONSOLE or API
  created_at    BIGINT NOT NULL,
  last_seen_at  BIGINT NOT NULL
);
CREATE INDEX session_by_account ON session (account_id);

CREATE TABLE login_attempt (
  id            TEXT PRIMARY KEY,
  login         TEXT NOT NULL,
  address       TEXT NOT NULL,
  at            BIGINT NOT NULL
);
CREATE INDEX login_attempt_recent ON login_attempt (login, address, at);

CREATE TABLE chat_group (
  channel       TEXT NOT NULL,
  conversation  TEXT NOT NULL,
  name          TEXT NOT NULL,
  region        TEXT NOT NULL,
  trigger_mode  TEXT NOT NULL,             -- MENTION, PREFIX, KEYWORD, LISTEN
  trigger_words TEXT NOT NULL,             -- prefix, or keywords one a line
  standing      TEXT NOT NULL,             -- JOINED, REMOVED, MUTED
  created_at    BIGINT NOT NULL,
  updated_at    BIGINT NOT NULL,
  PRIMARY KEY (channel, conversation)
);

CREATE TABLE asker (
  channel        TEXT NOT NULL,
  account        TEXT NOT NULL,
  code           TEXT NOT NULL UNIQUE,     -- how staff see the person: Q-7F3A2C
  region         TEXT,                     -- where they said they are
  notice_version INTEGER NOT NULL,         -- which notice they were shown, 0 for none
  reachable      INTEGER NOT NULL,         -- 0 after they left the account
  created_at     BIGINT NOT NULL,
  PRIMARY KEY (channel, account)
);

CREATE TABLE audit_event (
  id            TEXT PRIMARY KEY,
  at            BIGINT NOT NULL,
  account_id    TEXT,
  action        TEXT NOT NULL,
  subject       TEXT NOT NULL,
  detail        TEXT NOT NULL
);
CREATE INDEX audit_event_by_time ON audit_event (at);

CREATE TABLE setting (
  name          TEXT PRIMARY KEY,
  value         TEXT NOT NULL,
  updated_at    BIGINT NOT NULL
);

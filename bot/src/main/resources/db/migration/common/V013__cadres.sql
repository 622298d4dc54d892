-- Cadres on the organisation's own channel (企业微信自建应用): who is who there, what they are told, what they have in hand.

CREATE TABLE staff_binding (
  channel       TEXT NOT NULL,
  member        TEXT NOT NULL,             -- as the platform knows them: userid
  account_id    TEXT NOT NULL REFERENCES account (id),
  bound_at      BIGINT NOT NULL,
  PRIMARY KEY (channel, member),
  UNIQUE (channel, account_id)
);

CREATE TABLE binding_code (
  digest        TEXT PRIMARY KEY,          -- of the code said to the application
  account_id    TEXT NOT NULL UNIQUE REFERENCES account (id),
  expires_at    BIGINT NOT NULL
);

CREATE TABLE cadre_heard (
  channel       TEXT NOT NULL,
  message_id    TEXT NOT NULL,             -- what was carried out is not carried out again
  at            BIGINT NOT NULL,
  PRIMARY KEY (channel, message_id)
);
CREATE INDEX cadre_heard_by_time ON cadre_heard (at);

CREATE TABLE cadre_hand (
  account_id    TEXT PRIMARY KEY REFERENCES account (id),
  item_id       TEXT NOT NULL,             -- the item what they type is about
  draft_id      TEXT,                      -- names the draft on its card
  draft         TEXT,                      -- gone once it is sent or dropped
  at            BIGINT NOT NULL
);

CREATE TABLE cadre_message (
  id            TEXT PRIMARY KEY,          -- also names the card on the platform
  channel       TEXT NOT NULL,
  member        TEXT NOT NULL,
  kind          TEXT NOT NULL,             -- NEW, ASSIGNED, DIGEST, DRAFT, TEXT
  item_id       TEXT,
  text          TEXT NOT NULL,             -- of DIGEST and TEXT; cards are made when they are shown
  urgent        INTEGER NOT NULL,
  state         TEXT NOT NULL,             -- PLANNED, SENT, GROUPED, STALE, DEAD
  attempts      INTEGER NOT NULL,
  problem       TEXT NOT NULL,             -- of the last attempt
  planned_at    BIGINT NOT NULL,
  not_before    BIGINT NOT NULL,
  ended_at      BIGINT,
  code          TEXT,                      -- by which the card may be changed once
  ending        TEXT                       -- what the card is to show instead of its buttons
);
CREATE INDEX cadre_message_due ON cadre_message (state, not_before);
CREATE INDEX cadre_message_of_member ON cadre_message (channel, member, state, ended_at);
CREATE INDEX cadre_message_open_card ON cadre_message (item_id) WHERE code IS NOT NULL;

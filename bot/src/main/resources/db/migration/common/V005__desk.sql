-- The desk: since when an item waits, who is mentioned in its notes, filters staff keep.

ALTER TABLE item ADD COLUMN waiting_since BIGINT;  -- only while it waits to be taken
UPDATE item SET waiting_since = (
  SELECT max(item_event.at) FROM item_event
  WHERE item_event.item_id = item.id AND item_event.type IN ('handed-off', 'released', 'transferred'))
WHERE state = 'WAITING';

-- Counts are read from an index alone; lists by time come out of one in order.
DROP INDEX item_by_state;
DROP INDEX item_by_opening;
DROP INDEX item_by_region;
CREATE INDEX item_by_queue ON item (state, due_at, region, kind, assignee, waiting_since);
CREATE INDEX item_by_state ON item (state, opened_at);
CREATE INDEX item_by_opening ON item (opened_at, region, kind, state);

CREATE TABLE mention (
  account_id    TEXT NOT NULL,
  item_id       TEXT NOT NULL REFERENCES item (id) DEFERRABLE INITIALLY DEFERRED,
  by_account    TEXT NOT NULL,
  at            BIGINT NOT NULL,           -- of the latest note that names the account
  read_at       BIGINT,
  PRIMARY KEY (account_id, item_id)
);

CREATE TABLE saved_filter (
  id            TEXT PRIMARY KEY,
  account_id    TEXT NOT NULL REFERENCES account (id),
  name          TEXT NOT NULL,
  standing      TEXT NOT NULL,             -- name of a state or of a group of states, empty for all
  region        TEXT NOT NULL,
  channel       TEXT NOT NULL,
  topic         TEXT NOT NULL,
  words         TEXT NOT NULL,
  created_at    BIGINT NOT NULL,
  UNIQUE (account_id, name)
);

-- Tries are counted for an address alone as well.
CREATE INDEX login_attempt_by_address ON login_attempt (address, at);

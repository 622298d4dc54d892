-- Golden questions (回归题): what must come out right before anything is published.

CREATE TABLE golden_case (
  id            TEXT PRIMARY KEY,
  question      TEXT NOT NULL,             -- masked
  region        TEXT,                      -- where it is asked; null: where the organisation is
  expected      TEXT NOT NULL,             -- entry ids with commas between; empty: no entry may answer
  must          INTEGER NOT NULL,          -- 1: has to be answered directly by an expected entry
  origin        TEXT NOT NULL,             -- SHIPPED, HAND, ITEM
  origin_item   TEXT,                      -- number of the item it was taken from
  fitted        INTEGER NOT NULL,          -- 1: the shipped calibration was fitted to it
  retired       INTEGER NOT NULL,
  note          TEXT NOT NULL,
  updated_by    TEXT NOT NULL,             -- account id; empty for what came with the program
  updated_at    BIGINT NOT NULL
);

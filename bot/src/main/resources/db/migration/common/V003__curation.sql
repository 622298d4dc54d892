-- Entries of the knowledge base in all their versions.

CREATE TABLE entry_version (
  entry_id      TEXT NOT NULL,
  version       INTEGER NOT NULL,
  state         TEXT NOT NULL,             -- DRAFT, IN_REVIEW, PUBLISHED, SUPERSEDED, RETIRED, RETURNED
  question      TEXT NOT NULL,
  region        TEXT NOT NULL,
  topic         TEXT NOT NULL,
  content       TEXT NOT NULL,             -- JSON of the entry
  author        TEXT NOT NULL,             -- account id, or "seed"
  editors       TEXT NOT NULL,             -- ids of all accounts that wrote at this version, separated by commas
  reviewer      TEXT,
  origin_item   TEXT UNIQUE,               -- the item whose answer it came from
  emergency     INTEGER NOT NULL,          -- published without a second person
  note          TEXT NOT NULL,             -- reason of return, retirement or emergency
  created_at    BIGINT NOT NULL,
  updated_at    BIGINT NOT NULL,
  published_at  BIGINT,
  PRIMARY KEY (entry_id, version)
);
CREATE INDEX entry_version_by_state ON entry_version (state, updated_at);
CREATE INDEX entry_version_by_region ON entry_version (region, state);

CREATE TABLE knowledge_revision (
  id            INTEGER PRIMARY KEY,       -- always 1
  revision      BIGINT NOT NULL
);
INSERT INTO knowledge_revision (id, revision) VALUES (1, 0);

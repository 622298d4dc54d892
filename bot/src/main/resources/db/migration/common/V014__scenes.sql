-- Codes that say where they hung: who scans one is taken to live there.

CREATE TABLE scene_code (
  channel       TEXT NOT NULL,
  scene         TEXT NOT NULL,             -- what the platform tells when it is scanned
  label         TEXT NOT NULL,             -- where it hangs, e.g. a group or a counter
  region        TEXT NOT NULL,
  content       TEXT NOT NULL,             -- what the code holds
  made_by       TEXT NOT NULL,             -- account
  made_at       BIGINT NOT NULL,
  PRIMARY KEY (channel, scene)
);

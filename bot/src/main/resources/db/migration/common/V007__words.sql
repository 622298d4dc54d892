-- Local values of answers, and synonyms, as the administrators of a region keep them.

CREATE TABLE local_value (
  name          TEXT NOT NULL,             -- as in {local.name}
  region        TEXT NOT NULL,             -- holds here and below; the nearest wins
  content       TEXT NOT NULL,
  updated_by    TEXT NOT NULL,             -- account id
  updated_at    BIGINT NOT NULL,
  PRIMARY KEY (name, region)
);

CREATE TABLE synonym (
  alias         TEXT NOT NULL,             -- as people say it
  region        TEXT NOT NULL,             -- holds here and below; the nearest wins
  meaning       TEXT NOT NULL,             -- as the entries say it
  updated_by    TEXT NOT NULL,             -- account id
  updated_at    BIGINT NOT NULL,
  PRIMARY KEY (alias, region)
);

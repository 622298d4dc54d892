-- Files that came with messages (Y20); their bytes lie sealed in the folder files beside the database.

CREATE TABLE heard_file (
  id            TEXT PRIMARY KEY,          -- names the bytes
  channel       TEXT NOT NULL,
  message_id    TEXT NOT NULL,             -- as in heard
  item_id       TEXT NOT NULL,
  name          TEXT NOT NULL,             -- masked
  type          TEXT NOT NULL,             -- by content
  bytes         BIGINT NOT NULL,
  kept_at       BIGINT NOT NULL
);
CREATE INDEX heard_file_of_item ON heard_file (item_id);
CREATE INDEX heard_file_of_message ON heard_file (channel, message_id);

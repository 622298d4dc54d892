-- Words that wait a moment for more of the same question (Y21): "请问", a sentence that ends in a comma.

CREATE TABLE held_words (
  channel       TEXT NOT NULL,
  message_id    TEXT NOT NULL,             -- as in heard; the words themselves are there
  conversation  TEXT NOT NULL,
  asker         TEXT NOT NULL,
  due_at        BIGINT NOT NULL,           -- then they are answered as they are
  PRIMARY KEY (channel, message_id)
);
CREATE INDEX held_words_by_talk ON held_words (channel, conversation, asker);
CREATE INDEX held_words_due ON held_words (due_at);

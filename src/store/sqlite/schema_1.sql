CREATE TABLE migrations (
  version INTEGER PRIMARY KEY,
  applied_at TEXT NOT NULL,
  program TEXT NOT NULL
);
CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);
CREATE TABLE users (
  user_id TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  email TEXT UNIQUE,
  doc TEXT NOT NULL
);
CREATE TABLE tombstones (
  user_id TEXT NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (user_id, doc)
);
-- What stands around a user's conversations; NULL for a user without a file.
CREATE TABLE user_data (
  user_id TEXT PRIMARY KEY,
  doc TEXT
);
-- `doc` is the conversation without its messages; `spelling` its id as documents spell it, where that is not `id`.
CREATE TABLE conversations (
  user_id TEXT NOT NULL REFERENCES user_data,
  id TEXT NOT NULL,
  position INTEGER NOT NULL,
  spelling TEXT,
  doc TEXT NOT NULL,
  message_count INTEGER NOT NULL,
  totals TEXT NOT NULL,
  PRIMARY KEY (user_id, id)
);
CREATE TABLE messages (
  number INTEGER PRIMARY KEY,
  user_id TEXT NOT NULL,
  conversation_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  is_reply INTEGER NOT NULL,
  doc TEXT NOT NULL,
  UNIQUE (user_id, conversation_id, position),
  FOREIGN KEY (user_id, conversation_id) REFERENCES conversations (user_id, id)
);
-- The words of each message, under its number. They are made by us and only have to be split at spaces.
CREATE VIRTUAL TABLE message_words USING fts5 (
  words, content = '', contentless_delete = 1, tokenize = 'ascii', detail = none
);
CREATE TRIGGER forget_words AFTER DELETE ON messages BEGIN
  DELETE FROM message_words WHERE rowid = old.number;
END;
-- No foreign key: what it holds outlives those it is of.
CREATE TABLE ledger (
  user_id TEXT NOT NULL,
  conversation_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (user_id, conversation_id, position)
);
-- Money set aside; `until` and `lease` are milliseconds since 1970.
CREATE TABLE reservations (
  user_id TEXT NOT NULL,
  id TEXT NOT NULL,
  usd TEXT NOT NULL,
  until INTEGER NOT NULL,
  lease INTEGER NOT NULL,
  PRIMARY KEY (user_id, id)
);

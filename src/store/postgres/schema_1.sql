CREATE SCHEMA IF NOT EXISTS chatkeep;
CREATE TABLE chatkeep.migrations (
  version BIGINT PRIMARY KEY,
  applied_at TEXT NOT NULL,
  program TEXT NOT NULL
);
CREATE TABLE chatkeep.settings (
  name TEXT COLLATE "C" PRIMARY KEY,
  value TEXT NOT NULL
);
CREATE TABLE chatkeep.users (
  user_id TEXT COLLATE "C" PRIMARY KEY,
  position BIGINT NOT NULL,
  email TEXT COLLATE "C" UNIQUE,
  doc TEXT NOT NULL
);
CREATE TABLE chatkeep.tombstones (
  user_id TEXT COLLATE "C" NOT NULL,
  doc TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (user_id, doc)
);
-- What stands around a user's conversations; NULL for a user without a file.
CREATE TABLE chatkeep.user_data (
  user_id TEXT COLLATE "C" PRIMARY KEY,
  doc TEXT
);
-- `doc` is the conversation without its messages; `spelling` its id as documents spell it, where that is not `id`.
CREATE TABLE chatkeep.conversations (
  user_id TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  position BIGINT NOT NULL,
  spelling TEXT,
  doc TEXT NOT NULL,
  message_count BIGINT NOT NULL,
  totals TEXT NOT NULL,
  PRIMARY KEY (user_id, id)
);
CREATE TABLE chatkeep.messages (
  user_id TEXT COLLATE "C" NOT NULL,
  conversation_id TEXT COLLATE "C" NOT NULL,
  position BIGINT NOT NULL,
  is_reply BIGINT NOT NULL,
  doc TEXT NOT NULL,
  words TSVECTOR NOT NULL,
  PRIMARY KEY (user_id, conversation_id, position)
-- Most messages are small, and not worth being compressed.
) WITH (toast_tuple_target = 8160);
-- No foreign key: what it holds outlives those it is of.
CREATE TABLE chatkeep.ledger (
  user_id TEXT COLLATE "C" NOT NULL,
  conversation_id TEXT COLLATE "C" NOT NULL,
  position BIGINT NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (user_id, conversation_id, position)
);
-- Money set aside; `until` and `lease` are milliseconds since 1970.
CREATE TABLE chatkeep.reservations (
  user_id TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  usd TEXT NOT NULL,
  until BIGINT NOT NULL,
  lease BIGINT NOT NULL,
  PRIMARY KEY (user_id, id)
);
-- Later.
ALTER TABLE chatkeep.conversations ADD CONSTRAINT conversations_user
  FOREIGN KEY (user_id) REFERENCES chatkeep.user_data (user_id);
ALTER TABLE chatkeep.messages ADD CONSTRAINT messages_conversation
  FOREIGN KEY (user_id, conversation_id) REFERENCES chatkeep.conversations (user_id, id);
CREATE INDEX messages_words ON chatkeep.messages USING gin (words);

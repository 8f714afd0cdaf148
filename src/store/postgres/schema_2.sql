CREATE TABLE chatkeep.sums (
  -- What replies took, added up by user, model and day; `line` is all that in one text.
  user_id TEXT COLLATE "C" NOT NULL,
  model_key TEXT COLLATE "C" NOT NULL,
  day TEXT COLLATE "C" NOT NULL,
  model TEXT NOT NULL,
  replies NUMERIC NOT NULL,
  input_tokens NUMERIC NOT NULL,
  output_tokens NUMERIC NOT NULL,
  total_tokens NUMERIC NOT NULL,
  unknown_costs NUMERIC NOT NULL,
  errors NUMERIC NOT NULL,
  interrupted NUMERIC NOT NULL,
  cost NUMERIC NOT NULL,
  line TEXT GENERATED ALWAYS AS (
    day || ' ' || replies::text || ' ' || input_tokens::text || ' ' || output_tokens::text || ' ' || total_tokens::text || ' '
    || unknown_costs::text || ' ' || errors::text || ' ' || interrupted::text || ' ' || cost::text || ' ' || model
  ) STORED,
  PRIMARY KEY (user_id, model_key, day)
);
-- Whose replies are added up, and the zone of the days; an empty one if they are not.
CREATE TABLE chatkeep.summed (
  user_id TEXT COLLATE "C" PRIMARY KEY,
  zone TEXT COLLATE "C" NOT NULL
);

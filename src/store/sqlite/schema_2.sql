-- What replies took, added up by user, model and day; `line` is the day, the sums and the model.
CREATE TABLE sums (
  user_id TEXT NOT NULL,
  model_key TEXT NOT NULL,
  day TEXT NOT NULL,
  line TEXT NOT NULL,
  PRIMARY KEY (user_id, model_key, day)
) WITHOUT ROWID;
-- Whose replies are added up, and the zone of the days; an empty one if they are not.
CREATE TABLE summed (
  user_id TEXT PRIMARY KEY,
  zone TEXT NOT NULL
);

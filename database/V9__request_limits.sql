-- Of the key's user: null is the limit that all have, 0 is none.
ALTER TABLE api_keys
    ADD COLUMN requests_per_hour integer CHECK (requests_per_hour >= 0),
    ADD COLUMN requests_per_day integer CHECK (requests_per_day >= 0);

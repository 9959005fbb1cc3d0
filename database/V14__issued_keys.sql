-- Keys that operators give out, each with an id by which it is spoken of, since the key itself is kept nowhere.
ALTER TABLE api_keys
    ADD COLUMN key_id       uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE,
    ADD COLUMN prefix       text,
    ADD COLUMN description  text,
    ADD COLUMN read_only    boolean NOT NULL DEFAULT false,
    ADD COLUMN created_by   text,
    ADD COLUMN revoked_by   text,
    ADD COLUMN last_used_at timestamptz;
COMMENT ON COLUMN api_keys.prefix IS 'how the key begins, to tell it from others; null of one that VSL has not made';
COMMENT ON COLUMN api_keys.read_only IS 'of an operator: may look at everything and change nothing';
COMMENT ON COLUMN api_keys.last_used_at IS 'to some minutes';
CREATE INDEX api_keys_created ON api_keys (created_at, key_id);

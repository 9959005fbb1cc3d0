-- What signs the context on our webhooks' URLs, apart from every secret that is shared with somebody: the highest version
-- signs once it is a minute old, by when every process can find it; all of them verify. Rows are added, never changed.
CREATE TABLE context_keys (
    version    integer PRIMARY KEY CHECK (version > 0),
    key        bytea NOT NULL CHECK (octet_length(key) = 32),
    created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE context_keys IS 'Secret. Whoever has a key can forge reports of predictions, with write access to Kafka';

-- Three times 122 random bits.
INSERT INTO context_keys (version, key)
VALUES (1, sha256(convert_to(concat(gen_random_uuid(), gen_random_uuid(), gen_random_uuid()), 'UTF8')));

CREATE TABLE model_configurations (
    media_type    text NOT NULL,
    model_id      text NOT NULL,
    fingerprint   text NOT NULL,
    configuration jsonb NOT NULL,
    first_seen_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (media_type, model_id, fingerprint)
);
COMMENT ON TABLE model_configurations IS 'What each model was configured as, ever; fingerprint is the SHA-256 of the whole registry';

-- What each prediction costs, as far as that can be known. Filled by conclude from all that is proposed for a job, also after
-- its outcome: Replicate says what a cancelled prediction has used when its job has ended. A replay of conclude fills it anew.
CREATE TABLE attempt_charges (
    job_id        uuid NOT NULL,
    attempt       integer NOT NULL CHECK (attempt >= 1),
    prediction_id text NOT NULL,
    user_id       text NOT NULL,
    model_id      text NOT NULL,
    batch_id      uuid,
    ended_at      timestamptz NOT NULL,
    per           text CHECK (per IN ('run', 'output', 'second', 'predict_second')),
    price         numeric(16, 6),
    since         date,
    units         numeric(16, 3),
    usd           numeric(16, 4),
    guessed       boolean NOT NULL,
    source        text NOT NULL CHECK (source IN ('metered', 'estimated', 'unknown')),
    PRIMARY KEY (job_id, attempt),
    CHECK ((usd IS NULL) = (source = 'unknown'))
);
COMMENT ON COLUMN attempt_charges.ended_at IS 'as it was proposed with the charge';
COMMENT ON COLUMN attempt_charges.per IS 'what is paid for; null, with price, when no price was known';
COMMENT ON COLUMN attempt_charges.price IS 'USD of one unit';
COMMENT ON COLUMN attempt_charges.since IS 'the first day, in UTC, on which that price held; null of the first of the model';
COMMENT ON COLUMN attempt_charges.units IS 'that were used; null when that is unknown';
COMMENT ON COLUMN attempt_charges.guessed IS 'whether the job ended before anybody said how the prediction did';
COMMENT ON COLUMN attempt_charges.usd IS 'null when it is unknown, which is not nothing';

CREATE INDEX attempt_charges_ended ON attempt_charges (ended_at) INCLUDE (user_id, model_id, usd, source);

-- What the stages decide by. None of it is a fold of the log alone: a rebuild leaves these tables as they are.

CREATE TABLE job_outcomes (
    job_id       uuid PRIMARY KEY,
    partition    integer NOT NULL,
    "offset"     bigint NOT NULL,
    concluded_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE job_outcomes IS 'Where on outcome.proposed the outcome of each job stands that has one';

CREATE TABLE job_cancellations (
    job_id       uuid PRIMARY KEY,
    reason       text,
    requested_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE job_cancellations IS 'Jobs that somebody wants to end: nothing of them is sent any more';

ALTER TABLE prediction_attempts ADD COLUMN cause text, ADD COLUMN claim uuid, ADD COLUMN reported_at timestamptz;
COMMENT ON COLUMN prediction_attempts.cause IS 'why there is an attempt beyond the first';
COMMENT ON COLUMN prediction_attempts.claim IS 'of the poll that sends it: what another writes down is not taken';
COMMENT ON COLUMN prediction_attempts.reported_at IS 'when the poller last reported what Replicate said of it';

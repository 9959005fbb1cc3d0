-- The ledger of what was asked of Replicate. A row is written and committed before a prediction is created, since
-- creating one costs money and has no idempotency key.
--   claimed    nothing has been sent, or it is known that nothing was created
--   sending    a request is under way, or its fate is unknown: it is never sent again without proof
--   submitted  Replicate has it, under prediction_id
--   rejected   Replicate has refused it
--   abandoned  its fate stayed unknown for longer than Replicate keeps an output
CREATE TABLE prediction_attempts (
    job_id        uuid NOT NULL,
    attempt       integer NOT NULL,
    state         text NOT NULL CHECK (state IN ('claimed', 'sending', 'submitted', 'rejected', 'abandoned')),
    prediction_id text,
    error_code    text,
    error_message text,
    accepted      jsonb NOT NULL,
    evidence      jsonb,
    created_at    timestamptz NOT NULL DEFAULT now(),
    updated_at    timestamptz NOT NULL DEFAULT now(),
    answered_at   timestamptz,
    checked_at    timestamptz,
    PRIMARY KEY (job_id, attempt)
);
COMMENT ON COLUMN prediction_attempts.accepted IS 'the value of job.accepted, from which the attempt can be made again';
COMMENT ON COLUMN prediction_attempts.evidence IS 'what showed that Replicate does not have it, when it was to be sent again';
COMMENT ON COLUMN prediction_attempts.answered_at IS 'the prediction''s created_at as Replicate says it, or when it was refused';
COMMENT ON COLUMN prediction_attempts.checked_at IS 'when the poller last looked into it';
CREATE INDEX prediction_attempts_prediction ON prediction_attempts (prediction_id) WHERE prediction_id IS NOT NULL;
CREATE INDEX prediction_attempts_open ON prediction_attempts (created_at) WHERE state IN ('claimed', 'sending', 'submitted');

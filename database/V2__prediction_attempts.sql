-- The ledger of what was asked of Replicate. A row is written and committed before a prediction is created, since
-- creating one costs money and has no idempotency key.
--   claimed    nothing has been sent, or it is known that nothing was created
--   sending    a request is under way, or its fate is unknown: it is never sent again without proof
--   submitted  Replicate has it, under prediction_id
--   rejected   Replicate has refused it
CREATE TABLE prediction_attempts (
    job_id        uuid NOT NULL,
    attempt       integer NOT NULL,
    state         text NOT NULL CHECK (state IN ('claimed', 'sending', 'submitted', 'rejected')),
    prediction_id text,
    error_code    text,
    error_message text,
    created_at    timestamptz NOT NULL DEFAULT now(),
    updated_at    timestamptz NOT NULL DEFAULT now(),
    answered_at   timestamptz,
    PRIMARY KEY (job_id, attempt)
);
COMMENT ON COLUMN prediction_attempts.answered_at IS 'the prediction''s created_at as Replicate says it, or when it was refused';
CREATE INDEX prediction_attempts_prediction ON prediction_attempts (prediction_id) WHERE prediction_id IS NOT NULL;
CREATE INDEX prediction_attempts_unsettled ON prediction_attempts (updated_at) WHERE state IN ('claimed', 'sending');

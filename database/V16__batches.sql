-- Jobs that were asked for together. What ends them is the log; that they belong together only these tables say, and a
-- rebuild leaves them as they are.

CREATE TABLE batches (
    user_id      text NOT NULL,
    batch_id     uuid NOT NULL,
    total        integer NOT NULL,
    completed    integer NOT NULL DEFAULT 0,
    failed       integer NOT NULL DEFAULT 0,
    cancelled    integer NOT NULL DEFAULT 0,
    webhook_url  text,
    metadata     jsonb,
    created_at   timestamptz NOT NULL,
    completed_at timestamptz,
    PRIMARY KEY (user_id, batch_id)
);
COMMENT ON COLUMN batches.total IS 'jobs that were accepted; the others in the request were refused at once';
COMMENT ON COLUMN batches.completed_at IS 'when notify read the outcome of its last job';

CREATE TABLE batch_jobs (
    job_id   uuid PRIMARY KEY,
    user_id  text NOT NULL,
    batch_id uuid NOT NULL,
    status   text CHECK (status IN ('completed', 'failed', 'cancelled')),
    FOREIGN KEY (user_id, batch_id) REFERENCES batches
);
COMMENT ON COLUMN batch_jobs.status IS 'null until notify has read the outcome';
CREATE INDEX batch_jobs_batch ON batch_jobs (user_id, batch_id);

-- Also of batches that came over Kafka, of which nobody knows how many jobs they have.
ALTER TABLE jobs ADD COLUMN batch_id uuid;
CREATE INDEX jobs_batch ON jobs (user_id, batch_id, created_at, job_id) WHERE batch_id IS NOT NULL;

-- What there is to look into stays as few as there is under way, however many jobs there were.

ALTER TABLE prediction_attempts ADD COLUMN closed_at timestamptz;
COMMENT ON COLUMN prediction_attempts.closed_at IS 'when the poller saw that the job has its outcome';

UPDATE prediction_attempts a
SET closed_at = o.concluded_at
FROM job_outcomes o
WHERE o.job_id = a.job_id;

DROP INDEX prediction_attempts_open;
CREATE INDEX prediction_attempts_open ON prediction_attempts (checked_at NULLS FIRST, created_at) WHERE closed_at IS NULL;

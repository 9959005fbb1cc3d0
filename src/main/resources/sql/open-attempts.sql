-- Takes attempts that need to be looked into, each by one process at a time. Those whose job has
-- ended are left alone; a sink that lags behind only costs a look too many.
-- patience: seconds after which a look (again) is due. limit: how many at once.
WITH due AS (
    SELECT a.job_id, a.attempt
    FROM prediction_attempts a
    WHERE a.state IN ('claimed', 'sending', 'submitted')
      AND greatest(a.updated_at, a.checked_at) < now() - CAST(:#patience AS integer) * interval '1 second'
      AND NOT EXISTS (SELECT FROM jobs j WHERE j.job_id = a.job_id AND j.status IN ('completed', 'failed', 'cancelled'))
    ORDER BY a.checked_at NULLS FIRST, a.created_at
    LIMIT CAST(:#limit AS integer)
    FOR UPDATE OF a SKIP LOCKED
)
UPDATE prediction_attempts a
SET checked_at = now()
FROM due
WHERE a.job_id = due.job_id AND a.attempt = due.attempt
RETURNING a.job_id, a.attempt, a.state, a.prediction_id, CAST(a.accepted AS text) AS accepted, a.created_at, a.updated_at

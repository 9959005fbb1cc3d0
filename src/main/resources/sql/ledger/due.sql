-- Takes attempts that need to be looked into, each by one process at a time; and closes those of jobs that have ended, so
-- that nobody comes past them again.
-- patience: seconds after which a look (again) is due. limit: how many at once.
WITH ended AS (
    SELECT a.job_id, a.attempt
    FROM prediction_attempts a
    WHERE a.closed_at IS NULL
        AND EXISTS (SELECT FROM job_outcomes o WHERE o.job_id = a.job_id)
    LIMIT 10000
    FOR UPDATE OF a SKIP LOCKED
), closed AS (
    UPDATE prediction_attempts a
    SET closed_at = now()
    FROM ended
    WHERE a.job_id = ended.job_id AND a.attempt = ended.attempt
), due AS (
    SELECT a.job_id, a.attempt, a.checked_at AS looked_at
    FROM prediction_attempts a
    WHERE a.closed_at IS NULL
        AND (a.state IN ('sending', 'submitted')
            -- Found absent, and whoever found it may have died before saying so; others the stage itself holds.
            OR a.state = 'claimed' AND a.evidence IS NOT NULL
            -- Given up, and whoever gave it up may have died before saying so; what an operator gave up is sent anew.
            OR a.state = 'abandoned' AND a.evidence -> 'operator' IS NULL)
        AND greatest(a.updated_at, a.checked_at) < now() - CAST(:#${body.patience} AS integer) * interval '1 second'
        -- What was reported is on its way, if need be through a long outage of the stages after.
        AND (a.reported_at IS NULL OR a.reported_at < now() - interval '10 minutes')
        AND NOT EXISTS (SELECT FROM job_outcomes o WHERE o.job_id = a.job_id)
        AND NOT EXISTS (SELECT FROM prediction_attempts later WHERE later.job_id = a.job_id AND later.attempt > a.attempt)
    ORDER BY a.checked_at NULLS FIRST, a.created_at
    LIMIT CAST(:#${body.limit} AS integer)
    FOR UPDATE OF a SKIP LOCKED
)
UPDATE prediction_attempts a
SET checked_at = now()
FROM due
WHERE a.job_id = due.job_id AND a.attempt = due.attempt
RETURNING a.job_id, a.attempt, a.state, a.prediction_id, a.claim, CAST(a.accepted AS text) AS accepted, a.created_at,
    a.updated_at, a.checked_at, due.looked_at, a.reported_at

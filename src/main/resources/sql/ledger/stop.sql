-- Keeps jobs from being sent, and says how far each has come, in one round trip for a poll.
-- jobIds, reasons, times: arrays of the same length, each job once. Answers one row each; job is null of one that nobody
-- knows yet.
WITH wanted AS (
    SELECT * FROM unnest(CAST(:#${body.jobIds} AS uuid[]), CAST(:#${body.reasons} AS text[]),
        CAST(:#${body.times} AS timestamptz[])) AS r (job_id, reason, at)
), kept AS (
    INSERT INTO job_cancellations AS c (job_id, reason, requested_at)
    SELECT job_id, reason, at FROM wanted ORDER BY job_id
    -- An update that changes nothing, for a row that stands answers only so.
    ON CONFLICT (job_id) DO UPDATE SET job_id = excluded.job_id
    RETURNING c.job_id, c.requested_at
)
SELECT k.job_id, k.requested_at, o.job_id IS NOT NULL AS ended, a.prediction_id,
    coalesce(a.attempt, 0) AS attempts,
    -- A sink that lags behind costs no more than a wait for generate; a compilation, which has no attempt, is known anyway.
    coalesce(CAST(coalesce(a.accepted, j.document) AS text), m.event) AS job
FROM kept k
LEFT JOIN job_outcomes o ON o.job_id = k.job_id
LEFT JOIN jobs j ON j.job_id = k.job_id
LEFT JOIN job_admissions m
    ON m.job_id = k.job_id AND j.job_id IS NULL AND m.accepted AND m.model_id = 'compilation'
LEFT JOIN LATERAL (
    SELECT attempt, accepted, prediction_id FROM prediction_attempts WHERE job_id = k.job_id ORDER BY attempt DESC LIMIT 1
) a ON true

-- Counts outcomes, each once, and answers the batches that have ended by them: one row each, to one caller alone.
-- jobIds, statuses: arrays of the same length, each job once.
WITH given AS (
    SELECT * FROM unnest(CAST(:jobIds AS uuid[]), CAST(:statuses AS text[])) AS g (job_id, status)
), locked AS MATERIALIZED (
    -- In one order, so that two polls with jobs of the same batches don't wait for each other.
    SELECT b.user_id, b.batch_id
    FROM batches b
    WHERE (b.user_id, b.batch_id) IN (SELECT j.user_id, j.batch_id FROM batch_jobs j JOIN given USING (job_id))
    ORDER BY b.user_id, b.batch_id
    FOR NO KEY UPDATE
), ended AS (
    UPDATE batch_jobs j SET status = g.status
    FROM given g, locked l
    WHERE j.job_id = g.job_id AND j.status IS NULL AND (j.user_id, j.batch_id) = (l.user_id, l.batch_id)
    RETURNING j.user_id, j.batch_id, j.status
), counts AS (
    SELECT user_id, batch_id, count(*) AS ended,
        count(*) FILTER (WHERE status = 'completed') AS completed,
        count(*) FILTER (WHERE status = 'failed') AS failed,
        count(*) FILTER (WHERE status = 'cancelled') AS cancelled
    FROM ended GROUP BY user_id, batch_id
), counted AS (
    UPDATE batches b SET completed = b.completed + c.completed, failed = b.failed + c.failed,
        cancelled = b.cancelled + c.cancelled,
        completed_at = CASE WHEN b.completed + b.failed + b.cancelled + c.ended = b.total THEN now() END
    FROM counts c
    WHERE (b.user_id, b.batch_id) = (c.user_id, c.batch_id)
    RETURNING b.*
)
SELECT user_id, batch_id, total, completed, failed, cancelled, webhook_url, CAST(metadata AS text) AS metadata,
    created_at, completed_at
FROM counted WHERE completed_at IS NOT NULL

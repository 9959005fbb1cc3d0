-- Notes whose files are to be gone, the first time for good, and answers how each job ended and since when it has no files; in one
-- round trip for a poll.
-- jobIds, times, deletions: arrays of the same length, each job once. deletions: whether the job is to have no files from then
-- on; of others it is only looked up. Answers one row each: status is null where nobody can say it yet.
WITH given AS MATERIALIZED (
    SELECT * FROM unnest(CAST(:#${body.jobIds} AS uuid[]), CAST(:#${body.times} AS timestamptz[]), CAST(:#${body.deletions} AS boolean[]))
        AS g (job_id, time, deletion)
), noted AS (
    INSERT INTO media_deletions AS m (job_id, deleted_at)
    SELECT job_id, time FROM given WHERE deletion ORDER BY job_id
    ON CONFLICT (job_id) DO UPDATE SET deleted_at = coalesce(m.deleted_at, excluded.deleted_at)
    RETURNING m.job_id, m.deleted_at
)
SELECT g.job_id, coalesce(o.status, j.status) AS status, coalesce(n.deleted_at, m.deleted_at) AS deleted_at
FROM given g
LEFT JOIN noted n ON n.job_id = g.job_id
LEFT JOIN media_deletions m ON m.job_id = g.job_id
LEFT JOIN job_outcomes o ON o.job_id = g.job_id
-- Of releases that did not note the status.
LEFT JOIN jobs j ON j.job_id = g.job_id AND o.status IS NULL AND j.status IN ('completed', 'failed', 'cancelled')

-- Keeps where the first outcome proposed for each job stands and settles what was reserved for it, in one round trip for a
-- poll.
-- jobIds, partitions, offsets, userIds, charges, statuses: arrays of the same length, each job once. Answers one row each: where
-- its outcome stands, whether that is so only now, and whether it has no files by rights.
WITH proposals AS MATERIALIZED (
    SELECT *
    FROM unnest(CAST(:#${body.jobIds} AS uuid[]), CAST(:#${body.partitions} AS integer[]), CAST(:#${body.offsets} AS bigint[]),
        CAST(:#${body.userIds} AS text[]), CAST(:#${body.charges} AS numeric[]),
        CAST(:#${body.statuses} AS text[]))
        AS r (job_id, partition, "offset", user_id, charged, status)
), held AS MATERIALIZED (
    -- Users before jobs, in all statements, or two would wait for one another.
    SELECT user_id, month
    FROM user_limits
    WHERE budget IS NOT NULL AND user_id = ANY (ARRAY(SELECT user_id FROM proposals))
    ORDER BY user_id
    FOR NO KEY UPDATE
), concluded AS (
    INSERT INTO job_outcomes AS o (job_id, partition, "offset", charged, status)
    SELECT job_id, partition, "offset", charged, status
    FROM proposals CROSS JOIN (SELECT count(*) FROM held) h
    ORDER BY job_id
    -- An update that changes nothing, for a row that stands answers only so.
    ON CONFLICT (job_id) DO UPDATE SET job_id = excluded.job_id
    -- xmax is 0 of a row that was inserted.
    RETURNING o.job_id, o.partition, o."offset", o.charged, o.status, o.xmax = 0 AS decided
), counted AS MATERIALIZED (
    SELECT c.job_id, c.charged, h.user_id, h.month
    FROM concluded c
    JOIN proposals p USING (job_id)
    JOIN held h ON h.user_id = p.user_id
    WHERE c.decided
), settled AS (
    UPDATE user_limits l
    SET reserved = l.reserved - s.estimate, spent = l.spent + s.charged
    FROM (
        SELECT c.user_id, sum(a.estimate) AS estimate, sum(c.charged) AS charged
        FROM counted c
        -- What was accepted in a month before is not counted any more.
        JOIN job_admissions a ON a.job_id = c.job_id AND a.user_id = c.user_id AND a.day >= c.month
        WHERE NOT EXISTS (SELECT FROM budget_refusals b WHERE b.job_id = c.job_id)
        GROUP BY c.user_id
    ) s
    WHERE l.user_id = s.user_id
)
SELECT job_id, partition, "offset", decided,
    status IS DISTINCT FROM 'completed' OR NOT decided
        AND EXISTS (SELECT FROM media_deletions m WHERE m.job_id = concluded.job_id AND m.deleted_at IS NOT NULL) AS without_files
FROM concluded

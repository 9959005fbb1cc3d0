-- Keeps where the first outcome proposed for each job stands and settles what was reserved for it, in one round trip for a
-- poll. A job counts with what its attempts are known to cost, also when that is known only after its outcome; with what is
-- proposed where nobody knows.
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
), before AS MATERIALIZED (
    SELECT job_id, charged
    FROM job_outcomes
    WHERE job_id = ANY (ARRAY(SELECT job_id FROM proposals)) AND (SELECT count(*) FROM held) >= 0
    ORDER BY job_id
    FOR NO KEY UPDATE
), known AS MATERIALIZED (
    SELECT job_id, sum(usd) AS charged
    FROM attempt_charges
    WHERE job_id = ANY (ARRAY(SELECT job_id FROM proposals))
    GROUP BY job_id
), concluded AS (
    INSERT INTO job_outcomes AS o (job_id, partition, "offset", charged, status)
    SELECT p.job_id, p.partition, p."offset", coalesce(k.charged, p.charged), p.status
    FROM proposals p
    LEFT JOIN known k ON k.job_id = p.job_id
    CROSS JOIN (SELECT count(*) FROM before) b
    ORDER BY p.job_id
    -- An update though it may change nothing, for a row that stands answers only so.
    ON CONFLICT (job_id) DO UPDATE
        -- One that another process has just written is left as it is: what is known here is older, and the sums must agree.
        SET charged = coalesce((SELECT k.charged FROM known k JOIN before b USING (job_id) WHERE k.job_id = o.job_id), o.charged)
    -- xmax is 0 of a row that was inserted.
    RETURNING o.job_id, o.partition, o."offset", o.charged, o.status, o.xmax = 0 AS decided
), counted AS MATERIALIZED (
    SELECT c.job_id, c.decided, c.charged, b.charged AS former, h.user_id, h.month
    FROM concluded c
    JOIN proposals p USING (job_id)
    JOIN held h ON h.user_id = p.user_id
    LEFT JOIN before b USING (job_id)
    WHERE c.decided OR b.job_id IS NOT NULL AND b.charged IS DISTINCT FROM c.charged
), settled AS (
    UPDATE user_limits l
    SET reserved = l.reserved - s.estimate, spent = l.spent + s.charged
    FROM (
        SELECT c.user_id, coalesce(sum(a.estimate) FILTER (WHERE c.decided), 0) AS estimate,
            sum(c.charged - CASE WHEN c.decided THEN 0 ELSE coalesce(c.former, a.estimate) END) AS charged
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

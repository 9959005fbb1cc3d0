-- Takes completed jobs whose files were kept for long enough, each by one process at a time, those whose time was over first
-- before others. Whoever takes one and never asks that its files go has it taken by another when the lease is over.
-- mediaTypes, seconds: arrays of the same length, for how long files of that type are kept; a user's own retention comes first.
-- limit: how many at once. lease: seconds. Answers the documents of the jobs.
WITH over_time AS (
    (SELECT j.job_id, j.completed_at
    FROM unnest(CAST(:#${body.mediaTypes} AS text[]), CAST(:#${body.seconds} AS bigint[])) AS r (media_type, seconds)
    CROSS JOIN LATERAL (
        SELECT j.job_id, j.completed_at
        FROM jobs j
        WHERE j.status = 'completed' AND j.media_deleted_at IS NULL AND j.media_type = r.media_type
            AND j.completed_at < now() - r.seconds * interval '1 second'
            AND NOT EXISTS (SELECT FROM user_limits l WHERE l.user_id = j.user_id AND l.media_retention_days IS NOT NULL)
            AND NOT EXISTS (SELECT FROM media_deletions m WHERE m.job_id = j.job_id AND (m.deleted_at IS NOT NULL
                OR m.asked_at > now() - CAST(:#${body.lease} AS bigint) * interval '1 second'))
        ORDER BY j.completed_at
        LIMIT CAST(:#${body.limit} AS integer)
    ) j)
    UNION ALL
    (SELECT j.job_id, j.completed_at
    FROM user_limits l
    CROSS JOIN LATERAL (
        SELECT j.job_id, j.completed_at
        FROM jobs j
        WHERE j.status = 'completed' AND j.media_deleted_at IS NULL AND j.user_id = l.user_id
            AND j.completed_at < now() - l.media_retention_days * interval '1 day'
            AND NOT EXISTS (SELECT FROM media_deletions m WHERE m.job_id = j.job_id AND (m.deleted_at IS NOT NULL
                OR m.asked_at > now() - CAST(:#${body.lease} AS bigint) * interval '1 second'))
        ORDER BY j.completed_at
        LIMIT CAST(:#${body.limit} AS integer)
    ) j
    WHERE l.media_retention_days IS NOT NULL)
), taken AS (
    INSERT INTO media_deletions AS m (job_id, asked_at)
    -- In one order, so that two processes don't wait for each other.
    SELECT job_id, now()
    FROM (SELECT job_id FROM over_time ORDER BY completed_at LIMIT CAST(:#${body.limit} AS integer)) o
    ORDER BY job_id
    ON CONFLICT (job_id) DO UPDATE SET asked_at = excluded.asked_at
    -- Another process has it, or it is done.
    WHERE m.deleted_at IS NULL
        AND (m.asked_at IS NULL OR m.asked_at <= now() - CAST(:#${body.lease} AS bigint) * interval '1 second')
    RETURNING m.job_id
)
SELECT CAST(j.document AS text) AS document
FROM jobs j
WHERE j.job_id = ANY (ARRAY(SELECT job_id FROM taken))

-- What the tries of a moment say of their endpoints: a success ends a failure, and a failure that goes on for too long, or
-- one that says 410, disables. A failure after days of silence is another failure. Answers those that are disabled only now,
-- with why.
-- endpointIds, taken, gone: arrays of the same length, each endpoint once. disableAfter: seconds.
WITH given AS (
    SELECT * FROM unnest(CAST(:endpointIds AS uuid[]), CAST(:taken AS boolean[]), CAST(:gone AS boolean[]))
        AS r (endpoint_id, taken, gone)
), judged AS (
    SELECT e.endpoint_id, g.gone, g.taken AND NOT g.gone AS is_well,
        CASE WHEN e.last_failed_at > now() - interval '2 days' THEN coalesce(e.failing_since, now()) ELSE now() END
            AS failing_since
    FROM webhook_endpoints e JOIN given g USING (endpoint_id)
    WHERE e.deleted_at IS NULL AND NOT (g.taken AND NOT g.gone AND e.failing_since IS NULL)
), decided AS (
    SELECT j.*, CASE WHEN j.gone THEN 'gone'
        WHEN NOT j.is_well AND j.failing_since < now() - :disableAfter * interval '1 second' THEN 'failing' END AS because
    FROM judged j
)
UPDATE webhook_endpoints e
SET failing_since = CASE WHEN d.is_well THEN NULL ELSE d.failing_since END,
    last_failed_at = CASE WHEN d.is_well THEN NULL ELSE now() END,
    disabled_because = CASE WHEN e.disabled_at IS NULL THEN d.because ELSE e.disabled_because END,
    disabled_at = CASE WHEN d.because IS NULL THEN e.disabled_at ELSE coalesce(e.disabled_at, now()) END
FROM decided d
WHERE e.endpoint_id = d.endpoint_id
RETURNING e.endpoint_id, e.user_id, e.url, e.disabled_because, e.failing_since,
    -- now() is the time of the transaction.
    e.disabled_at IS NOT NULL AND e.disabled_at = now() AS disabled_now

-- What the tries of a moment say of their endpoints: a success ends a failure, and a failure that goes on for too long, or
-- one that says 410, disables. Answers those that are disabled only now, with why.
-- endpointIds, taken, gone: arrays of the same length, each endpoint once. disableAfter: seconds.
WITH given AS (
    SELECT * FROM unnest(CAST(:endpointIds AS uuid[]), CAST(:taken AS boolean[]), CAST(:gone AS boolean[]))
        AS r (endpoint_id, taken, gone)
), judged AS (
    SELECT e.endpoint_id, g.taken, g.gone,
        NOT g.taken AND e.failing_since < now() - :disableAfter * interval '1 second' AS fails_for_long
    FROM webhook_endpoints e JOIN given g USING (endpoint_id)
    WHERE e.deleted_at IS NULL AND (g.gone OR g.taken = (e.failing_since IS NOT NULL)
        OR e.failing_since < now() - :disableAfter * interval '1 second')
    ORDER BY e.endpoint_id
    FOR UPDATE OF e
)
UPDATE webhook_endpoints e
SET failing_since = CASE WHEN j.taken THEN NULL ELSE coalesce(e.failing_since, now()) END,
    disabled_at = CASE WHEN j.gone OR j.fails_for_long THEN coalesce(e.disabled_at, now()) ELSE e.disabled_at END,
    disabled_because = CASE WHEN e.disabled_at IS NULL AND (j.gone OR j.fails_for_long)
        THEN CASE WHEN j.gone THEN 'gone' ELSE 'failing' END ELSE e.disabled_because END
FROM judged j
WHERE e.endpoint_id = j.endpoint_id
RETURNING e.endpoint_id, e.user_id, e.url, e.disabled_because, e.failing_since,
    -- now() is the time of the transaction.
    e.disabled_at IS NOT NULL AND e.disabled_at = now() AS disabled_now

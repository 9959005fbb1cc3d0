-- Makes deliveries of notices: one for the webhookUrl of a request and one for each endpoint of its user that wants it; of
-- a job or batch that was noted before, none. In one round trip for a poll.
-- ids, userIds, events, urls, receivers, documents: arrays of the same length; url and receiver are null without webhookUrl.
WITH given AS (
    SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:userIds AS text[]), CAST(:events AS text[]), CAST(:urls AS text[]),
        CAST(:receivers AS text[]), CAST(:documents AS text[])) AS r (id, user_id, event, url, receiver, document)
), noted AS (
    INSERT INTO job_notices (job_id)
    SELECT id FROM given ORDER BY id
    ON CONFLICT DO NOTHING
    RETURNING job_id AS id
), secrets AS (
    INSERT INTO webhook_secrets (user_id, key)
    SELECT user_id, sha256(convert_to(concat(gen_random_uuid(), gen_random_uuid(), gen_random_uuid()), 'UTF8'))
    FROM (SELECT DISTINCT user_id FROM given JOIN noted USING (id) WHERE url IS NOT NULL ORDER BY user_id) AS users
    ON CONFLICT DO NOTHING
), endpoints AS (
    -- Locked, so that who enables, disables or deletes one at this moment finds the deliveries, or is seen here.
    SELECT e.endpoint_id, e.user_id, e.events, e.disabled_at
    FROM webhook_endpoints e
    WHERE e.user_id IN (SELECT user_id FROM given) AND e.deleted_at IS NULL
    ORDER BY e.endpoint_id
    FOR SHARE
), wanted AS (
    SELECT g.id, g.user_id, g.event, g.document, CAST(NULL AS uuid) AS endpoint_id, g.url, g.receiver, 'pending' AS state
    FROM given g JOIN noted USING (id)
    WHERE g.url IS NOT NULL
    UNION ALL
    SELECT g.id, g.user_id, g.event, g.document, e.endpoint_id, NULL, CAST(e.endpoint_id AS text),
        CASE WHEN e.disabled_at IS NULL THEN 'pending' ELSE 'held' END
    FROM given g JOIN noted USING (id)
    JOIN endpoints e ON e.user_id = g.user_id AND g.event = ANY (e.events)
)
INSERT INTO webhook_deliveries (delivery_id, user_id, job_id, endpoint_id, url, receiver, event, document, state)
SELECT CAST(substr(encode(sha256(convert_to(concat(id, '/', coalesce(CAST(endpoint_id AS text), 'webhookUrl')), 'UTF8')),
        'hex'), 1, 32) AS uuid),
    user_id, CASE WHEN event LIKE 'job.%' THEN id END, endpoint_id, url, receiver, event, document, state
FROM wanted
ON CONFLICT DO NOTHING

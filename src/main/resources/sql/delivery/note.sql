-- Makes deliveries of notices: one for the webhookUrl of a request and one for each endpoint of its user that wants it; of
-- a job or batch that was noted before, none. Takes at once as many as may be under way. In one round trip for a poll.
-- ids, userIds, events, urls, receivers, documents: arrays of the same length; url and receiver are null without webhookUrl.
-- What is under way and may be: as in take.sql. Answers one row each of those that are due, taken or not.
WITH given AS (
    SELECT DISTINCT ON (id) * FROM unnest(CAST(:ids AS uuid[]), CAST(:userIds AS text[]), CAST(:events AS text[]), CAST(:urls AS text[]),
        CAST(:receivers AS text[]), CAST(:documents AS text[])) AS r (id, user_id, event, url, receiver, document)
), under_way AS (
    SELECT * FROM unnest(CAST(:receiversUnderWay AS text[]), CAST(:callsOfReceivers AS integer[])) AS r (receiver, calls)
), users_under_way AS (
    SELECT * FROM unnest(CAST(:usersUnderWay AS text[]), CAST(:callsOfUsers AS integer[])) AS u (user_id, calls)
), noted AS (
    INSERT INTO job_notices (job_id)
    SELECT id FROM given ORDER BY id
    ON CONFLICT DO NOTHING
    RETURNING job_id AS id
), new_secrets AS (
    INSERT INTO webhook_secrets (user_id, key)
    SELECT user_id, sha256(convert_to(concat(gen_random_uuid(), gen_random_uuid(), gen_random_uuid()), 'UTF8'))
    FROM (SELECT DISTINCT user_id FROM given JOIN noted USING (id) WHERE url IS NOT NULL ORDER BY user_id) AS users
    ON CONFLICT DO NOTHING
    RETURNING user_id, endpoint_id, key, expires_at
), keys AS (
    -- The current one first.
    SELECT user_id, endpoint_id, array_agg(key ORDER BY expires_at DESC NULLS FIRST) AS keys
    FROM (
        SELECT * FROM new_secrets
        UNION ALL
        SELECT user_id, endpoint_id, key, expires_at FROM webhook_secrets
        WHERE user_id IN (SELECT user_id FROM given) AND (expires_at IS NULL OR expires_at > now())
    ) s
    GROUP BY user_id, endpoint_id
), endpoints AS (
    -- Locked, so that who enables, disables or deletes one at this moment finds the deliveries, or is seen here.
    SELECT e.endpoint_id, e.user_id, e.url, e.events, e.disabled_at
    FROM webhook_endpoints e
    WHERE e.user_id IN (SELECT user_id FROM given) AND e.deleted_at IS NULL
    ORDER BY e.endpoint_id
    FOR SHARE
), wanted AS (
    SELECT g.id, g.user_id, g.event, g.document, CAST(NULL AS uuid) AS endpoint_id, g.url, g.receiver, 'pending' AS state,
        g.url AS called, k.keys
    FROM given g JOIN noted USING (id)
    LEFT JOIN keys k ON k.user_id = g.user_id AND k.endpoint_id IS NULL
    WHERE g.url IS NOT NULL
    UNION ALL
    SELECT g.id, g.user_id, g.event, g.document, e.endpoint_id, NULL, CAST(e.endpoint_id AS text),
        CASE WHEN e.disabled_at IS NULL THEN 'pending' ELSE 'held' END, e.url, k.keys
    FROM given g JOIN noted USING (id)
    JOIN endpoints e ON e.user_id = g.user_id AND g.event = ANY (e.events)
    LEFT JOIN keys k ON k.endpoint_id = e.endpoint_id
), ranked AS (
    -- Without a key: another process is making the user's first one at this moment, and it can't be seen yet.
    SELECT w.*, state = 'pending' AND keys IS NOT NULL
        AND row_number() OVER (PARTITION BY w.receiver) + coalesce(r.calls, 0) <= :perReceiver
        AND row_number() OVER (PARTITION BY w.user_id) + coalesce(u.calls, 0) <= :perUser AS may_be_called
    FROM wanted w LEFT JOIN under_way r USING (receiver) LEFT JOIN users_under_way u USING (user_id)
), placed AS MATERIALIZED (
    SELECT *, may_be_called AND row_number() OVER (PARTITION BY may_be_called) <= :room AS taken,
        CAST(substr(encode(sha256(convert_to(concat(id, '/', coalesce(CAST(endpoint_id AS text), 'webhookUrl')), 'UTF8')),
            'hex'), 1, 32) AS uuid) AS delivery_id
    FROM ranked
), made AS (
    INSERT INTO webhook_deliveries (delivery_id, user_id, job_id, endpoint_id, url, receiver, event, document, state, tries,
        due_at)
    SELECT delivery_id, user_id, CASE WHEN event LIKE 'job.%' THEN id END, endpoint_id, url, receiver, event, document, state,
        CASE WHEN taken THEN 1 ELSE 0 END, now() + CASE WHEN taken THEN :lease ELSE 0 END * interval '1 second'
    FROM placed
    ON CONFLICT DO NOTHING
    RETURNING delivery_id, step, tries, created_at
)
SELECT m.delivery_id, p.id AS notice_id, p.user_id, CASE WHEN p.event LIKE 'job.%' THEN p.id END AS job_id, p.endpoint_id,
    p.receiver, p.event, m.step, m.tries, m.created_at, p.called AS url, p.keys, p.taken
FROM made m JOIN placed p USING (delivery_id)
WHERE p.state = 'pending'

-- Takes deliveries that are due, each by one process at a time, the longest due first; of no receiver and no user more than
-- may be under way. Whoever takes one and never says what became of it has it taken by another when the lease is over.
-- receiversUnderWay with callsOfReceivers, usersUnderWay with callsOfUsers: how many calls this process has under way. room,
-- perReceiver, perUser: how many it may have. lease: seconds. events: those that this release knows. since: earlier than what
-- is due.
WITH receivers AS (
    SELECT * FROM unnest(CAST(:receiversUnderWay AS text[]), CAST(:callsOfReceivers AS integer[])) AS r (receiver, calls)
), users AS (
    SELECT * FROM unnest(CAST(:usersUnderWay AS text[]), CAST(:callsOfUsers AS integer[])) AS u (user_id, calls)
), waiting AS (
    SELECT d.delivery_id, d.receiver, d.user_id, d.due_at
    FROM webhook_deliveries d
    WHERE d.state = 'pending' AND d.due_at BETWEEN CAST(:since AS timestamptz) AND now()
        AND d.event = ANY (CAST(:events AS text[]))
        AND d.receiver NOT IN (SELECT receiver FROM receivers WHERE calls >= :perReceiver)
        AND d.user_id NOT IN (SELECT user_id FROM users WHERE calls >= :perUser)
    ORDER BY d.due_at
    -- More than there is room for, since some are of a receiver or user that is full with the first of them; the next look
    -- passes over those.
    LIMIT greatest(4 * :room, 500)
), ranked AS (
    SELECT w.delivery_id, w.due_at,
        row_number() OVER (PARTITION BY w.receiver ORDER BY w.due_at) + coalesce(r.calls, 0) AS of_receiver,
        row_number() OVER (PARTITION BY w.user_id ORDER BY w.due_at) + coalesce(u.calls, 0) AS of_user
    FROM waiting w LEFT JOIN receivers r USING (receiver) LEFT JOIN users u USING (user_id)
), taken AS (
    -- Arrays, since of a table that was empty a moment ago the planner expects so few rows that it reads them for each.
    SELECT d.delivery_id
    FROM webhook_deliveries d
    WHERE d.delivery_id = ANY (ARRAY(
            SELECT delivery_id FROM ranked
            WHERE of_receiver <= :perReceiver AND of_user <= :perUser
            -- Some of them another process may be taking.
            ORDER BY due_at LIMIT 2 * :room))
        -- Nobody else has taken it. Said so that the index of what is due is not gone through once more.
        AND d.state = 'pending' AND d.due_at + interval '0' <= now()
    ORDER BY d.due_at
    LIMIT :room
    FOR UPDATE SKIP LOCKED
)
UPDATE webhook_deliveries d
SET due_at = now() + :lease * interval '1 second', tries = tries + 1
WHERE d.delivery_id = ANY (ARRAY(SELECT delivery_id FROM taken))
RETURNING d.delivery_id, d.user_id, d.job_id, d.endpoint_id, d.receiver, d.event, d.document, d.step, d.tries, d.created_at,
    (SELECT m.deleted_at FROM media_deletions m WHERE m.job_id = d.job_id) AS media_deleted_at,
    coalesce(d.url, (SELECT e.url FROM webhook_endpoints e WHERE e.endpoint_id = d.endpoint_id)) AS url,
    -- The current one first.
    ARRAY(SELECT s.key FROM webhook_secrets s
        WHERE s.user_id = d.user_id AND s.endpoint_id IS NOT DISTINCT FROM d.endpoint_id
            AND (s.expires_at IS NULL OR s.expires_at > now())
        ORDER BY s.expires_at DESC NULLS FIRST) AS keys

-- Pins what was decided first about each job and reserves what it will cost, in one round trip for a poll. Committed before
-- it is told.
-- jobIds, accepted, topics, partitions, offsets, digests, events, userIds, modelIds, estimates: arrays of the same length,
-- each job once, in the order in which they take of a budget. day: today.
-- Answers one row each: where the request stands that was first, and what was decided; event is null where that is so only
-- now, refused says that the budget was used up, seen that this is the last word.
WITH RECURSIVE requests AS MATERIALIZED (
    SELECT r.*, CAST(:#${body.day} AS date) AS today
    FROM unnest(CAST(:#${body.jobIds} AS uuid[]), CAST(:#${body.accepted} AS boolean[]), CAST(:#${body.topics} AS text[]),
        CAST(:#${body.partitions} AS integer[]), CAST(:#${body.offsets} AS bigint[]), CAST(:#${body.digests} AS text[]),
        CAST(:#${body.events} AS text[]), CAST(:#${body.userIds} AS text[]), CAST(:#${body.modelIds} AS text[]),
        CAST(:#${body.estimates} AS numeric[]))
        WITH ORDINALITY
        AS r (job_id, accepted, topic, partition, "offset", digest, event, user_id, model_id, estimate, place)
), held AS MATERIALIZED (
    -- As it stands now, whatever others have reserved since this statement began; and then it is ours until we commit.
    SELECT user_id, greatest(month, CAST(date_trunc('month', today) AS date)) AS month,
        budget - CASE WHEN month < date_trunc('month', today) THEN 0 ELSE reserved + spent END AS room
    FROM user_limits CROSS JOIN (SELECT max(today) AS today FROM requests) t
    WHERE budget IS NOT NULL AND user_id = ANY (ARRAY(SELECT user_id FROM requests))
    ORDER BY user_id
    FOR NO KEY UPDATE OF user_limits
), admitted AS (
    INSERT INTO job_admissions AS a (job_id, accepted, topic, partition, "offset", request_sha256, event, user_id, model_id,
        day, estimate)
    SELECT job_id, accepted, topic, partition, "offset", digest, event, r.user_id, model_id, greatest(today, month), estimate
    FROM requests r
    LEFT JOIN held h ON h.user_id = r.user_id
    ORDER BY job_id
    -- An update that changes nothing, for a row that stands answers only so.
    ON CONFLICT (job_id) DO UPDATE SET job_id = excluded.job_id
    -- xmax is 0 of a row that was inserted.
    RETURNING a.job_id, a.accepted, a.topic, a.partition, a."offset", a.request_sha256, a.event, a.estimate,
        a.xmax = 0 AS is_new
), wanted AS MATERIALIZED (
    SELECT job_id, r.user_id, a.estimate, room, row_number() OVER (PARTITION BY r.user_id ORDER BY place) AS turn
    FROM admitted a
    JOIN requests r USING (job_id)
    JOIN held h ON h.user_id = r.user_id
    WHERE is_new
), decided AS (
    -- Each in its turn, so that one which is too dear leaves what is left to those after it.
    SELECT job_id, user_id, turn, estimate, estimate = 0 OR estimate <= room AS fits, room
    FROM wanted
    WHERE turn = 1
    UNION ALL
    SELECT w.job_id, w.user_id, w.turn, w.estimate, w.estimate = 0 OR w.estimate <= now.room, now.room
    FROM decided d
    JOIN wanted w ON w.user_id = d.user_id AND w.turn = d.turn + 1
    CROSS JOIN LATERAL (SELECT d.room - CASE WHEN d.fits THEN d.estimate ELSE 0 END AS room) now
), refused AS (
    INSERT INTO budget_refusals (job_id) SELECT job_id FROM decided WHERE NOT fits RETURNING job_id
), reserved AS (
    UPDATE user_limits l
    SET month = h.month,
        reserved = CASE WHEN l.month < h.month THEN 0 ELSE l.reserved END + d.estimate,
        spent = CASE WHEN l.month < h.month THEN 0 ELSE l.spent END
    FROM (SELECT user_id, sum(estimate) AS estimate FROM decided WHERE fits GROUP BY user_id) d
    JOIN held h USING (user_id)
    WHERE l.user_id = d.user_id
)
SELECT job_id, accepted, topic, partition, "offset", request_sha256,
    CASE WHEN is_new THEN NULL ELSE event END AS event,
    CASE WHEN is_new THEN r.job_id IS NOT NULL
        ELSE EXISTS (SELECT FROM budget_refusals WHERE job_id = a.job_id) END AS refused,
    -- Another process may have admitted it while we waited, and this statement can't see yet what it refused.
    CASE WHEN is_new THEN true ELSE EXISTS (SELECT FROM job_admissions WHERE job_id = a.job_id) END AS seen
FROM admitted a
LEFT JOIN refused r USING (job_id)

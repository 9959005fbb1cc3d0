-- What attempts have cost that ended in a time, in groups, with the sum of all before them: one look, so that they agree.
-- io.vsl.budget.ReadCosts puts in what a group is, and what they are ordered by.
WITH charges AS (
    SELECT %s AS key, source, usd
    FROM attempt_charges
    WHERE ended_at >= CAST(:from AS date)::timestamp AT TIME ZONE :zone
        AND ended_at < CAST(:before AS date)::timestamp AT TIME ZONE :zone
        AND (CAST(:userId AS text) IS NULL OR user_id = :userId)
        AND (CAST(:modelId AS text) IS NULL OR model_id = :modelId)
), groups AS MATERIALIZED (
    SELECT key, count(*) AS attempts, count(*) FILTER (WHERE source = 'metered') AS metered,
        count(*) FILTER (WHERE source = 'estimated') AS estimated, count(*) FILTER (WHERE source = 'unknown') AS unknown,
        sum(usd) AS usd
    FROM charges
    GROUP BY key
)
SELECT true AS whole, NULL AS key, coalesce(sum(attempts), 0)::bigint AS attempts, coalesce(sum(metered), 0)::bigint AS metered,
    coalesce(sum(estimated), 0)::bigint AS estimated, coalesce(sum(unknown), 0)::bigint AS unknown, sum(usd) AS usd
FROM groups
UNION ALL
(SELECT false, key, attempts, metered, estimated, unknown, usd FROM groups ORDER BY %s LIMIT :limit)

-- Keeps where the first outcome proposed for each job stands, in one round trip for a poll.
-- jobIds, partitions, offsets: arrays of the same length, each job once. Answers one row each: where its outcome stands,
-- and whether that is so only now.
INSERT INTO job_outcomes AS o (job_id, partition, "offset")
SELECT job_id, partition, "offset"
FROM unnest(CAST(:#${body.jobIds} AS uuid[]), CAST(:#${body.partitions} AS integer[]), CAST(:#${body.offsets} AS bigint[]))
    AS r (job_id, partition, "offset")
ORDER BY job_id
-- An update that changes nothing, for a row that stands answers only so.
ON CONFLICT (job_id) DO UPDATE SET job_id = excluded.job_id
-- xmax is 0 of a row that was inserted.
RETURNING o.job_id, o.partition, o."offset", o.xmax = 0 AS decided

-- Keeps where the first outcome proposed for each job stands, in one round trip for a poll.
-- rows: JSON array of {job_id, partition, offset}, each job once. Answers one row each: where its outcome stands,
-- and whether that is so only now.
INSERT INTO job_outcomes AS o (job_id, partition, "offset")
SELECT job_id, partition, "offset"
FROM jsonb_to_recordset(CAST(:#rows AS jsonb)) AS r (job_id uuid, partition integer, "offset" bigint)
ORDER BY job_id
-- An update that changes nothing, for a row that stands answers only so.
ON CONFLICT (job_id) DO UPDATE SET job_id = excluded.job_id
-- xmax is 0 of a row that was inserted.
RETURNING o.job_id, o.partition, o."offset", o.xmax = 0 AS decided

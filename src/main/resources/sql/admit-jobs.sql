-- Pins what was decided first about each job, in one round trip for a poll. Committed before it is told.
-- jobIds, accepted, topics, partitions, offsets, digests, events: arrays of the same length, each job once.
-- Answers one row each: where the request stands that was first, and what was decided; event is null where that is so only now.
INSERT INTO job_admissions AS a (job_id, accepted, topic, partition, "offset", request_sha256, event)
SELECT job_id, accepted, topic, partition, "offset", digest, event
FROM unnest(CAST(:#${body.jobIds} AS uuid[]), CAST(:#${body.accepted} AS boolean[]), CAST(:#${body.topics} AS text[]),
    CAST(:#${body.partitions} AS integer[]), CAST(:#${body.offsets} AS bigint[]), CAST(:#${body.digests} AS text[]),
    CAST(:#${body.events} AS text[]))
    AS r (job_id, accepted, topic, partition, "offset", digest, event)
ORDER BY job_id
-- An update that changes nothing, for a row that stands answers only so.
ON CONFLICT (job_id) DO UPDATE SET job_id = excluded.job_id
-- xmax is 0 of a row that was inserted.
RETURNING a.job_id, a.accepted, a.topic, a.partition, a."offset", a.request_sha256,
    CASE WHEN a.xmax = 0 THEN NULL ELSE a.event END AS event

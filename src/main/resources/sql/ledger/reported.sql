-- Remembers that what a provider says of an attempt is in Kafka, so that it is not reported again and again.
UPDATE prediction_attempts a
SET reported_at = now()
WHERE a.job_id = CAST(:#${body.jobId} AS uuid) AND a.attempt = CAST(:#${body.attempt} AS integer)

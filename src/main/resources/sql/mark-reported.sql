-- Remembers that what Replicate says of these attempts is in Kafka, so that it is not reported again and again.
-- rows: JSON array of {job_id, attempt}.
UPDATE prediction_attempts a
SET reported_at = now()
FROM jsonb_to_recordset(CAST(:#rows AS jsonb)) AS r (job_id uuid, attempt integer)
WHERE a.job_id = r.job_id AND a.attempt = r.attempt

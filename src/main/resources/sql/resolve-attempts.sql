-- Writes down what was found out about attempts whose fate was unknown.
-- rows: JSON array of {job_id, attempt, state, prediction_id, at, evidence}.
UPDATE prediction_attempts a
SET state = r.state, prediction_id = r.prediction_id, answered_at = r.at, evidence = r.evidence, updated_at = now()
FROM jsonb_to_recordset(CAST(:#rows AS jsonb)) AS r (job_id uuid, attempt integer, state text, prediction_id text,
    at timestamptz, evidence jsonb)
WHERE a.job_id = r.job_id AND a.attempt = r.attempt AND a.state = 'sending'

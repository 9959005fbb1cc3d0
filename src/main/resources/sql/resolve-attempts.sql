-- Writes down what was found out about attempts of unknown fate, unless they have been sent anew since they were looked into.
-- rows: JSON array of {job_id, attempt, state, prediction_id, at, evidence, claim}.
UPDATE prediction_attempts a
SET state = r.state, prediction_id = r.prediction_id, answered_at = coalesce(r.at, a.answered_at),
    evidence = coalesce(r.evidence, a.evidence), updated_at = now()
FROM jsonb_to_recordset(CAST(:#rows AS jsonb)) AS r (job_id uuid, attempt integer, state text, prediction_id text,
    at timestamptz, evidence jsonb, claim uuid)
WHERE a.job_id = r.job_id AND a.attempt = r.attempt AND a.claim IS NOT DISTINCT FROM r.claim
    AND a.state = 'sending'

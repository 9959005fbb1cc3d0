-- sending -> submitted, claimed or abandoned: writes down what was found out about an attempt of unknown fate, unless it
-- has been sent anew since it was looked into. Answers a row when it holds.
UPDATE prediction_attempts a
SET state = CAST(:#${body.state} AS text), prediction_id = CAST(:#${body.predictionId} AS text),
    answered_at = coalesce(CAST(:#${body.at} AS timestamptz), a.answered_at),
    evidence = coalesce(CAST(:#${body.evidence} AS jsonb), a.evidence), updated_at = now()
WHERE a.job_id = CAST(:#${body.jobId} AS uuid) AND a.attempt = CAST(:#${body.attempt} AS integer)
    AND a.claim IS NOT DISTINCT FROM CAST(:#${body.claim} AS uuid)
    AND a.state = 'sending'
RETURNING a.job_id

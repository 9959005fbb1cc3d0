-- Writes down what became of the attempts that were sent, unless somebody else has them by now.
-- rows: JSON array of {job_id, attempt, state, prediction_id, error_code, error_message, at}.
-- Answers the jobs among them that were cancelled in the meantime.
WITH fates AS (
    SELECT * FROM jsonb_to_recordset(CAST(:#rows AS jsonb)) AS r (job_id uuid, attempt integer, state text,
        prediction_id text, error_code text, error_message text, at timestamptz)
), recorded AS (
    UPDATE prediction_attempts a
    SET state = r.state, prediction_id = r.prediction_id, error_code = r.error_code, error_message = r.error_message,
        answered_at = r.at, updated_at = now()
    FROM fates r
    WHERE a.job_id = r.job_id AND a.attempt = r.attempt
        AND a.state = 'sending' AND a.claim = CAST(:#${exchangeProperty.claim.id} AS uuid)
)
SELECT c.job_id FROM fates r JOIN job_cancellations c ON c.job_id = r.job_id

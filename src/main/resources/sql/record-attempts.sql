-- Writes down what became of the attempts that were sent, unless somebody else has them by now.
-- jobIds, attempts, states, predictionIds, errorCodes, errorMessages, times: arrays of the same length.
-- Answers the jobs among them that were cancelled in the meantime.
WITH fates AS (
    SELECT * FROM unnest(CAST(:#jobIds AS uuid[]), CAST(:#attempts AS integer[]), CAST(:#states AS text[]),
        CAST(:#predictionIds AS text[]), CAST(:#errorCodes AS text[]), CAST(:#errorMessages AS text[]),
        CAST(:#times AS timestamptz[]))
        AS r (job_id, attempt, state, prediction_id, error_code, error_message, at)
), recorded AS (
    UPDATE prediction_attempts a
    SET state = r.state, prediction_id = r.prediction_id, error_code = r.error_code, error_message = r.error_message,
        answered_at = r.at, updated_at = now()
    FROM fates r
    WHERE a.job_id = r.job_id AND a.attempt = r.attempt
        AND a.state = 'sending' AND a.claim = CAST(:#claim AS uuid)
)
SELECT c.job_id FROM fates r JOIN job_cancellations c ON c.job_id = r.job_id

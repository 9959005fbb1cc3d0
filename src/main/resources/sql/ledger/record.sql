-- sending -> submitted, rejected, claimed or sending: writes down what became of the attempts of a poll, unless somebody
-- else has them by now.
-- jobIds, attempts, states, predictionIds, errorCodes, errorMessages, times: arrays of the same length.
-- Answers the jobs among them that were cancelled in the meantime.
WITH fates AS (
    SELECT * FROM unnest(CAST(:#${body.jobIds} AS uuid[]), CAST(:#${body.attempts} AS integer[]),
        CAST(:#${body.states} AS text[]), CAST(:#${body.predictionIds} AS text[]), CAST(:#${body.errorCodes} AS text[]),
        CAST(:#${body.errorMessages} AS text[]), CAST(:#${body.times} AS timestamptz[]))
        AS r (job_id, attempt, state, prediction_id, error_code, error_message, at)
), recorded AS (
    UPDATE prediction_attempts a
    SET state = r.state, prediction_id = r.prediction_id, error_code = r.error_code, error_message = r.error_message,
        answered_at = r.at, updated_at = now()
    FROM fates r
    WHERE a.job_id = r.job_id AND a.attempt = r.attempt
        AND a.state = 'sending' AND a.claim = CAST(:#${body.claim} AS uuid)
)
SELECT c.job_id FROM fates r JOIN job_cancellations c ON c.job_id = r.job_id

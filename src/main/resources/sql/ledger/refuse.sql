-- no row yet -> rejected: of jobs that can't be sent nothing ever is, unless it was.
-- jobIds, accepted, errorCodes, errorMessages, times: arrays of the same length, each job once.
-- Answers one row each: how the first attempt stands now.
WITH refused AS (
    SELECT * FROM unnest(CAST(:#${body.jobIds} AS uuid[]), CAST(:#${body.accepted} AS text[]),
        CAST(:#${body.errorCodes} AS text[]), CAST(:#${body.errorMessages} AS text[]),
        CAST(:#${body.times} AS timestamptz[])) AS r (job_id, accepted, error_code, error_message, at)
)
INSERT INTO prediction_attempts AS a (job_id, attempt, state, accepted, error_code, error_message, answered_at)
SELECT job_id, 1, 'rejected', CAST(accepted AS jsonb), error_code, error_message, at
FROM refused
ORDER BY job_id
-- An update that changes nothing, for a row that stands answers only so.
ON CONFLICT (job_id, attempt) DO UPDATE SET job_id = excluded.job_id
RETURNING a.job_id, a.state, a.error_code, a.error_message, a.answered_at AS at

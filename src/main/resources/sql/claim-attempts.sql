-- Claims the attempts of a poll and commits the intent to send them, in one round trip.
-- rows: JSON array of {job_id, attempt, accepted}, each once. Answers one row each: ours says that it is for us to send.
WITH wanted AS (
    SELECT * FROM jsonb_to_recordset(CAST(:#rows AS jsonb)) AS w (job_id uuid, attempt integer, accepted jsonb)
), ours AS (
    INSERT INTO prediction_attempts AS a (job_id, attempt, state, accepted)
    SELECT job_id, attempt, 'sending', accepted FROM wanted ORDER BY job_id, attempt
    ON CONFLICT (job_id, attempt) DO UPDATE SET state = 'sending', error_message = NULL, updated_at = now()
    WHERE a.state = 'claimed'
    RETURNING a.job_id, a.attempt
)
SELECT w.job_id, w.attempt, o.job_id IS NOT NULL AS ours, a.state, a.prediction_id, a.error_code, a.error_message,
       a.answered_at AS at
FROM wanted w
LEFT JOIN ours o ON o.job_id = w.job_id AND o.attempt = w.attempt
LEFT JOIN prediction_attempts a ON a.job_id = w.job_id AND a.attempt = w.attempt

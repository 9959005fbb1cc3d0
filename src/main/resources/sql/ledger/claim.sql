-- claimed (or no row yet) -> sending: commits the intent to send the attempts of a poll, in one round trip.
-- jobIds, attempts, causes, accepted: arrays of the same length, each attempt once; without accepted, what the first
-- attempt has.
-- Answers one row each: ours says that it is for us to send, which nothing is of a job that has ended or is to end. One of
-- which an attempt was rejected is to end: of what was refused before it was sent the files may not even be there.
WITH wanted AS (
    SELECT w.job_id, w.attempt, w.cause, w.accepted IS NOT NULL AS given,
        coalesce(CAST(w.accepted AS jsonb), f.accepted) AS accepted, c.requested_at AS cancelled_at,
        o.job_id IS NOT NULL OR EXISTS (
            SELECT FROM prediction_attempts r WHERE r.job_id = w.job_id AND r.state = 'rejected') AS ended
    FROM unnest(CAST(:#${body.jobIds} AS uuid[]), CAST(:#${body.attempts} AS integer[]),
        CAST(:#${body.causes} AS text[]), CAST(:#${body.accepted} AS text[])) AS w (job_id, attempt, cause, accepted)
    LEFT JOIN prediction_attempts f ON f.job_id = w.job_id AND f.attempt = 1 AND w.accepted IS NULL
    LEFT JOIN job_cancellations c ON c.job_id = w.job_id
    LEFT JOIN job_outcomes o ON o.job_id = w.job_id
), ours AS (
    INSERT INTO prediction_attempts AS a (job_id, attempt, state, accepted, cause, claim)
    SELECT job_id, attempt, 'sending', accepted, cause, CAST(:#${body.id} AS uuid)
    FROM wanted
    WHERE accepted IS NOT NULL AND cancelled_at IS NULL AND NOT ended
    ORDER BY job_id, attempt
    ON CONFLICT (job_id, attempt) DO UPDATE
    SET state = 'sending', claim = excluded.claim, error_message = NULL, updated_at = now()
    WHERE a.state = 'claimed'
    RETURNING a.job_id, a.attempt
)
SELECT w.job_id, w.attempt, o.job_id IS NOT NULL AS ours, w.cancelled_at,
    CASE WHEN w.given THEN NULL ELSE CAST(w.accepted AS text) END AS accepted,
    a.state, a.prediction_id, a.error_code, a.error_message, a.answered_at AS at
FROM wanted w
LEFT JOIN ours o ON o.job_id = w.job_id AND o.attempt = w.attempt
LEFT JOIN prediction_attempts a ON a.job_id = w.job_id AND a.attempt = w.attempt

-- How jobs stand that something is done for before they are sent for the first time, in one round trip for a poll.
-- jobIds: each job once. Answers one row each; state is null where nobody has claimed the first attempt.
SELECT w.job_id, a.state, a.error_code, a.error_message, a.answered_at AS at, c.requested_at AS cancelled_at,
    o.job_id IS NOT NULL AS ended
FROM unnest(CAST(:#${body.jobIds} AS uuid[])) AS w (job_id)
LEFT JOIN prediction_attempts a ON a.job_id = w.job_id AND a.attempt = 1
LEFT JOIN job_cancellations c ON c.job_id = w.job_id
LEFT JOIN job_outcomes o ON o.job_id = w.job_id

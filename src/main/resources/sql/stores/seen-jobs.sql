-- What is known of some jobs, one row each: what admit decided on, whether they are to end or have ended, which stands there
-- before anybody is told, and each as its events have left it in jobs.
-- jobIds: an array.
SELECT w.job_id, coalesce(j.user_id, a.user_id) AS user_id, CAST(j.document AS text) AS document,
    o.job_id IS NOT NULL AS ended, c.requested_at AS cancelled_at
FROM unnest(CAST(:jobIds AS uuid[])) AS w (job_id)
LEFT JOIN jobs j ON j.job_id = w.job_id
LEFT JOIN job_admissions a ON a.job_id = w.job_id AND a.accepted
LEFT JOIN job_outcomes o ON o.job_id = w.job_id
LEFT JOIN job_cancellations c ON c.job_id = w.job_id

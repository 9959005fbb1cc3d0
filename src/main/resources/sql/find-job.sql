-- One row: the job as its events have left it here, null when there is none, and whether it has an outcome. That stands
-- in job_outcomes before anybody is told.
SELECT CAST(j.document AS text) AS document, o.job_id IS NOT NULL AS ended
FROM (VALUES (CAST(:#${exchangeProperty.jobId} AS uuid))) AS w (job_id)
LEFT JOIN jobs j ON j.job_id = w.job_id
LEFT JOIN job_outcomes o ON o.job_id = w.job_id

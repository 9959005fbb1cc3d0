-- One row: the job as its events have left it here, null when there is none, and whether it has an outcome. That stands
-- in job_outcomes before anybody is told.
-- accepted, event: what admit decided, where the job has no row yet; null when it has not.
SELECT CAST(j.document AS text) AS document, o.job_id IS NOT NULL AS ended,
    CASE WHEN j.job_id IS NULL THEN a.accepted END AS accepted, CASE WHEN j.job_id IS NULL THEN a.event END AS event
FROM (VALUES (CAST(:#${body.jobId} AS uuid))) AS w (job_id)
LEFT JOIN jobs j ON j.job_id = w.job_id
LEFT JOIN job_outcomes o ON o.job_id = w.job_id
LEFT JOIN job_admissions a ON a.job_id = w.job_id

-- What is left of a user's budget now, and whether that job was admitted before. No row: there is no budget.
SELECT budget - CASE WHEN month < date_trunc('month', CAST(:day AS date)) THEN 0 ELSE reserved + spent END AS room,
    EXISTS (SELECT FROM job_admissions WHERE job_id = :jobId) AS admitted
FROM user_limits
WHERE user_id = :userId AND budget IS NOT NULL

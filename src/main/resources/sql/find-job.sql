SELECT CAST(document AS text) AS document FROM jobs WHERE job_id = :#${exchangeProperty.jobId}

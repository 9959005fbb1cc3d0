-- Sets what a user may ask for. With a budget, counts what the jobs of its month have cost; the caller holds the table, so
-- that nobody reserves or settles meanwhile.
-- budget, requestsPerHour, requestsPerDay, mediaRetentionDays: may be null. day: today. by: the operator. Answers the row.
INSERT INTO user_limits AS l (user_id, budget, requests_per_hour, requests_per_day, media_retention_days, month,
    reserved, spent, changed_by)
SELECT :userId, CAST(:budget AS numeric), CAST(:requestsPerHour AS integer), CAST(:requestsPerDay AS integer),
    CAST(:mediaRetentionDays AS integer), m.month,
    coalesce(j.reserved, 0), coalesce(j.spent, 0), :by
FROM (
    -- A clock that is behind begins no month anew.
    SELECT CAST(date_trunc('month', greatest(CAST(:day AS date),
        (SELECT month FROM user_limits WHERE user_id = :userId),
        (SELECT max(day) FROM job_admissions WHERE user_id = :userId AND accepted))) AS date) AS month
) m
LEFT JOIN LATERAL (
    SELECT sum(a.estimate) FILTER (WHERE o.job_id IS NULL) AS reserved,
        sum(coalesce(o.charged, a.estimate)) FILTER (WHERE o.job_id IS NOT NULL) AS spent
    FROM job_admissions a
    LEFT JOIN job_outcomes o ON o.job_id = a.job_id
    LEFT JOIN budget_refusals r ON r.job_id = a.job_id
    WHERE a.user_id = :userId AND a.accepted AND a.day >= m.month AND r.job_id IS NULL
) j ON CAST(:budget AS numeric) IS NOT NULL
ON CONFLICT (user_id) DO UPDATE
SET budget = excluded.budget, requests_per_hour = excluded.requests_per_hour, requests_per_day = excluded.requests_per_day,
    media_retention_days = excluded.media_retention_days, month = excluded.month, reserved = excluded.reserved, spent = excluded.spent, changed_at = now(),
    changed_by = excluded.changed_by
RETURNING l.*

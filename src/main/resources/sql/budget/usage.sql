-- What the jobs of a user have cost that were accepted from a day on and before another, by model and day, with the budget
-- beside. Answers one row without a model when there are none.
SELECT l.budget, j.*
FROM (SELECT max(budget) AS budget FROM user_limits WHERE user_id = :userId) l
LEFT JOIN (
    SELECT a.model_id, a.day, count(*) AS jobs,
        coalesce(sum(a.estimate) FILTER (WHERE o.job_id IS NULL), 0) AS reserved,
        coalesce(sum(coalesce(o.charged, a.estimate)) FILTER (WHERE o.job_id IS NOT NULL), 0) AS spent
    FROM job_admissions a
    LEFT JOIN job_outcomes o ON o.job_id = a.job_id
    LEFT JOIN budget_refusals r ON r.job_id = a.job_id
    WHERE a.user_id = :userId AND a.accepted AND a.day >= CAST(:from AS date) AND a.day < CAST(:before AS date)
        AND r.job_id IS NULL
    GROUP BY a.model_id, a.day
) j ON true
ORDER BY j.model_id, j.day

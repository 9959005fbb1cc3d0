-- What a user may ask for. Who reserves holds the user's row until what is reserved is committed, and who changes a budget
-- holds the whole table from those: so the counts beside a budget are exact.
CREATE TABLE user_limits (
    user_id           text PRIMARY KEY,
    budget            numeric(12, 4) CHECK (budget >= 0),
    requests_per_hour integer CHECK (requests_per_hour >= 0),
    requests_per_day  integer CHECK (requests_per_day >= 0),
    month             date CHECK (date_trunc('month', month) = month),
    reserved          numeric(16, 4) NOT NULL DEFAULT 0,
    spent             numeric(16, 4) NOT NULL DEFAULT 0,
    changed_at        timestamptz NOT NULL DEFAULT now(),
    changed_by        text NOT NULL,
    CHECK (budget IS NULL OR month IS NOT NULL)
) WITH (fillfactor = 50);
COMMENT ON COLUMN user_limits.budget IS 'USD in a calendar month (UTC); null is none';
COMMENT ON COLUMN user_limits.requests_per_hour IS 'null is the limit that all have, 0 is none; one of the key comes first';
COMMENT ON COLUMN user_limits.month IS 'the first day of the month that is counted, the latest in which a job was reserved for';
COMMENT ON COLUMN user_limits.reserved IS 'USD of the month, of jobs without an outcome; counted while there is a budget';
COMMENT ON COLUMN user_limits.spent IS 'USD of the month, of jobs with one; counted while there is a budget';

-- The admission of a job is its reservation, the outcome settles it.
ALTER TABLE job_admissions
    ADD COLUMN user_id  text,
    ADD COLUMN model_id text,
    ADD COLUMN day      date,
    ADD COLUMN estimate numeric(12, 4);
COMMENT ON COLUMN job_admissions.accepted IS 'whether the request can be served; one in budget_refusals is not run all the same';
COMMENT ON COLUMN job_admissions.day IS 'in UTC, on which the job was accepted: it counts in that month, whenever it ends';
COMMENT ON COLUMN job_admissions.estimate IS 'USD, reserved until the outcome; null of a request that was refused';

CREATE TABLE budget_refusals (
    job_id     uuid PRIMARY KEY,
    refused_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE budget_refusals IS 'Jobs that could be served, and cost more than was left of the budget when their turn came';

ALTER TABLE job_outcomes ADD COLUMN charged numeric(12, 4);
COMMENT ON COLUMN job_outcomes.charged IS 'USD that the job counts with; null, written by an earlier release, is its estimate';

UPDATE job_admissions a
SET user_id = e.value ->> 'userId', model_id = e.value ->> 'modelId', day = (admitted_at AT TIME ZONE 'UTC')::date,
    estimate = coalesce((e.value ->> 'estimatedCost')::numeric, 0)
FROM (SELECT job_id, event::jsonb AS value FROM job_admissions WHERE accepted) e
WHERE e.job_id = a.job_id;

UPDATE job_outcomes o
SET charged = coalesce(j.cost, 0)
FROM jobs j
WHERE j.job_id = o.job_id AND j.status IN ('completed', 'failed', 'cancelled');

-- With all that GET /usage reads of an admission, whose events would fill a page with five rows.
CREATE INDEX job_admissions_usage ON job_admissions (user_id, day) INCLUDE (job_id, model_id, estimate) WHERE accepted;

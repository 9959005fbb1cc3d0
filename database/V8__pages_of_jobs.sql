-- Pages of GET /jobs go by both columns in one direction.
DROP INDEX jobs_user_created, jobs_created;
CREATE INDEX jobs_user_created ON jobs (user_id, created_at, job_id);
CREATE INDEX jobs_created ON jobs (created_at, job_id);

-- Whose files are to be gone. deleted_at is refolded by a replay of erase: what is decided first about a job is what its first
-- record says.
CREATE TABLE media_deletions (
    job_id     uuid PRIMARY KEY,
    asked_at   timestamptz,
    deleted_at timestamptz
);
COMMENT ON COLUMN media_deletions.asked_at IS 'when a process took it on to ask that files go which were kept for long enough; null when somebody asked';
COMMENT ON COLUMN media_deletions.deleted_at IS 'as the job says it; null until erase has read that it was asked for';

-- A job that did not complete has no files by rights.
ALTER TABLE job_outcomes ADD COLUMN status text CHECK (status IN ('completed', 'failed', 'cancelled'));
COMMENT ON COLUMN job_outcomes.status IS 'null, written by an earlier release: jobs has it';

ALTER TABLE jobs ADD COLUMN media_deleted_at timestamptz;
COMMENT ON COLUMN jobs.media_deleted_at IS 'since when the files of a completed job are gone';

-- Those that have files, so that what was kept for long enough is found without a look at what went before it.
CREATE INDEX jobs_kept ON jobs (media_type, completed_at) WHERE status = 'completed' AND media_deleted_at IS NULL;
CREATE INDEX jobs_kept_of_user ON jobs (user_id, completed_at) WHERE status = 'completed' AND media_deleted_at IS NULL;

ALTER TABLE user_limits ADD COLUMN media_retention_days integer CHECK (media_retention_days >= 1);
COMMENT ON COLUMN user_limits.media_retention_days IS 'for how long files are kept; null is what holds for all';

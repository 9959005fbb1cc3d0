-- The history of every job, folded from the log. README.md beside this file has the queries people run.

CREATE TABLE jobs (
    job_id          uuid PRIMARY KEY,
    status          text NOT NULL CHECK (status IN ('pending', 'processing', 'completed', 'failed', 'cancelled')),
    media_type      text,
    model_id        text,
    user_id         text,
    created_at      timestamptz NOT NULL,
    completed_at    timestamptz,
    processing_time numeric(12, 3),
    estimated_time  numeric(12, 3),
    estimated_cost  numeric(12, 4),
    cost            numeric(12, 4),
    prediction_id   text,
    error_code      text,
    error_message   text,
    -- Orders the events of a job: a row is only ever replaced by one of a higher version.
    version         bigint NOT NULL,
    -- The job as the event left it, as GET /status reads it.
    document        jsonb NOT NULL
);
COMMENT ON COLUMN jobs.processing_time IS 'seconds from creation to outcome';
COMMENT ON COLUMN jobs.estimated_time IS 'seconds';
COMMENT ON COLUMN jobs.estimated_cost IS 'USD';
COMMENT ON COLUMN jobs.cost IS 'USD, of a completed job';

CREATE INDEX jobs_user_created ON jobs (user_id, created_at DESC, job_id);
CREATE INDEX jobs_created ON jobs (created_at DESC, job_id);
CREATE INDEX jobs_prediction ON jobs (prediction_id) WHERE prediction_id IS NOT NULL;
CREATE INDEX jobs_open ON jobs (created_at) WHERE status IN ('pending', 'processing');

CREATE TABLE job_events (
    event_id  text PRIMARY KEY,
    job_id    uuid NOT NULL,
    type      text NOT NULL,
    time      timestamptz NOT NULL,
    value     jsonb NOT NULL,
    topic     text NOT NULL,
    partition integer NOT NULL,
    "offset"  bigint NOT NULL
);
COMMENT ON TABLE job_events IS 'Every event of every job: the value as on the topic, and where it stands there first';
CREATE INDEX job_events_job ON job_events (job_id, time);

-- Views, not tables: they can't disagree with the job that they are of.
CREATE VIEW media_outputs AS
SELECT j.job_id,
       (o.ordinality - 1)::integer AS output_index,
       (j.document -> 'result' ->> 's3Path') || '/' || (o.value ->> 'file') AS s3_key,
       (j.document -> 'result' ->> 's3Path') || '/' || (o.value ->> 'thumbnail') AS thumbnail_s3_key,
       o.value ->> 'contentType' AS content_type,
       (o.value ->> 'fileSize')::bigint AS file_size,
       o.value ->> 'sha256' AS sha256,
       (o.value ->> 'duration')::numeric AS duration,
       (o.value ->> 'width')::integer AS width,
       (o.value ->> 'height')::integer AS height,
       (o.value ->> 'fps')::numeric AS fps
FROM jobs j
CROSS JOIN LATERAL jsonb_array_elements(j.document -> 'result' -> 'outputs') WITH ORDINALITY o
WHERE j.status = 'completed';
COMMENT ON VIEW media_outputs IS 'One row per stored file; duration in seconds';

CREATE VIEW usage_tracking AS
SELECT j.job_id, j.user_id, (j.completed_at AT TIME ZONE 'UTC')::date AS day, j.media_type, j.model_id, j.cost,
       count(o.output_index) AS output_count, coalesce(sum(o.file_size), 0) AS output_bytes
FROM jobs j
LEFT JOIN media_outputs o ON o.job_id = j.job_id
WHERE j.status = 'completed'
GROUP BY j.job_id;
COMMENT ON VIEW usage_tracking IS 'One row per completed job: what is charged to whom; cost in USD, day in UTC';

CREATE VIEW v_recent_jobs_with_outputs AS
SELECT j.job_id, j.status, j.media_type, j.model_id, j.user_id, j.created_at, j.completed_at, j.processing_time,
       j.cost, j.error_code, a.value -> 'parameters' AS parameters, o.output_index, o.s3_key, o.thumbnail_s3_key,
       o.content_type, o.file_size, o.duration, o.width, o.height
FROM jobs j
LEFT JOIN job_events a ON a.event_id = j.job_id || '/accepted'
LEFT JOIN media_outputs o ON o.job_id = j.job_id
WHERE j.created_at > now() - interval '7 days'
ORDER BY j.created_at DESC, j.job_id, o.output_index;

CREATE VIEW v_user_statistics AS
SELECT user_id,
       count(*) AS jobs,
       count(*) FILTER (WHERE status = 'completed') AS completed,
       count(*) FILTER (WHERE status = 'failed') AS failed,
       count(*) FILTER (WHERE status = 'cancelled') AS cancelled,
       coalesce(sum(cost), 0) AS total_cost,
       round(avg(processing_time) FILTER (WHERE status = 'completed'), 1) AS average_processing_time,
       max(created_at) AS last_job_at
FROM jobs
WHERE user_id IS NOT NULL
GROUP BY user_id;

-- Whether a job was accepted is decided once: what reads the same request again, by another registry, or another request
-- under the same key, changes nothing about it. Like job_outcomes it is not a fold of the log alone.
CREATE TABLE job_admissions (
    job_id         uuid PRIMARY KEY,
    accepted       boolean NOT NULL,
    topic          text,
    partition      integer,
    "offset"       bigint,
    request_sha256 text,
    event          text NOT NULL,
    admitted_at    timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE job_admissions IS 'What admit decided about each job, when it was asked first';
COMMENT ON COLUMN job_admissions.topic IS 'with partition and offset, where the request stands; null of jobs from before this table';
COMMENT ON COLUMN job_admissions.request_sha256 IS 'of the bytes of the request: the same request may come twice';
COMMENT ON COLUMN job_admissions.event IS 'the value of job.accepted, or of the outcome proposed for a refused job';

INSERT INTO job_admissions (job_id, accepted, event, admitted_at)
SELECT job_id, true, CAST(accepted AS text), created_at FROM prediction_attempts WHERE attempt = 1
UNION ALL
SELECT e.job_id, true, CAST(e.value AS text), e.time FROM job_events e
WHERE e.type = 'job.accepted'
    AND NOT EXISTS (SELECT FROM prediction_attempts a WHERE a.job_id = e.job_id AND a.attempt = 1)
ON CONFLICT (job_id) DO NOTHING;

-- Records that a stage which holds is to set aside, as operators have ordered; each order is obeyed once.
CREATE TABLE skip_orders (
    stage      text NOT NULL,
    topic      text NOT NULL,
    partition  integer NOT NULL,
    "offset"   bigint NOT NULL,
    ordered_by text NOT NULL,
    reason     text NOT NULL,
    ordered_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (stage, topic, partition, "offset")
);

ALTER TABLE operator_actions DROP CONSTRAINT operator_actions_kind_check;
ALTER TABLE operator_actions ADD CONSTRAINT operator_actions_kind_check
    CHECK (kind IN ('replay', 'rebuild', 'redrive', 'verify', 'attempt', 'skip'));

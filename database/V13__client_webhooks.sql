-- Who is told of outcomes, and what became of it. None of it is a fold of the log alone: a rebuild leaves these tables as
-- they are.

CREATE TABLE webhook_endpoints (
    endpoint_id      uuid PRIMARY KEY,
    user_id          text NOT NULL,
    url              text NOT NULL,
    events           text[] NOT NULL,
    description      text,
    created_at       timestamptz NOT NULL DEFAULT now(),
    failing_since    timestamptz,
    last_failed_at   timestamptz,
    disabled_at      timestamptz,
    disabled_because text CHECK (disabled_because IN ('gone', 'failing', 'asked')),
    deleted_at       timestamptz
);
COMMENT ON TABLE webhook_endpoints IS 'Where users want to be told of all their jobs, beside the webhookUrl of each request';
COMMENT ON COLUMN webhook_endpoints.failing_since IS 'when it failed first after its last success; null when the last try was taken';
CREATE INDEX webhook_endpoints_user ON webhook_endpoints (user_id, created_at) WHERE deleted_at IS NULL;

CREATE TABLE webhook_secrets (
    user_id     text NOT NULL,
    endpoint_id uuid REFERENCES webhook_endpoints,
    key         bytea NOT NULL CHECK (octet_length(key) = 32),
    created_at  timestamptz NOT NULL DEFAULT now(),
    expires_at  timestamptz
);
COMMENT ON TABLE webhook_secrets IS 'Secret. What signs webhooks: of an endpoint, or, without one, of all that goes to the webhookUrls of a user';
COMMENT ON COLUMN webhook_secrets.expires_at IS 'of one that was replaced: until then it signs too';
CREATE UNIQUE INDEX webhook_secrets_current
    ON webhook_secrets (user_id, coalesce(endpoint_id, '00000000-0000-0000-0000-000000000000')) WHERE expires_at IS NULL;
CREATE INDEX webhook_secrets_user ON webhook_secrets (user_id);

-- A job's outcome is noted once, whatever endpoints there are when it is read again.
CREATE TABLE job_notices (
    job_id   uuid PRIMARY KEY,
    noted_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE job_notices IS 'Jobs whose outcome notify has made deliveries of, if anybody wanted any';
-- Nobody is called for what ended before anybody was called for anything.
INSERT INTO job_notices (job_id)
SELECT job_id FROM job_outcomes
UNION SELECT job_id FROM jobs WHERE status IN ('completed', 'failed', 'cancelled')
UNION SELECT job_id FROM job_events WHERE type = 'job.completed';

--   pending    to be tried when it is due; while somebody tries it, that is when it counts as forgotten by them
--   held       its endpoint is disabled
--   delivered  the receiver has it
--   failed     all tries are used up, or the receiver said 410
CREATE TABLE webhook_deliveries (
    delivery_id uuid PRIMARY KEY,
    user_id     text NOT NULL,
    job_id      uuid,
    endpoint_id uuid REFERENCES webhook_endpoints,
    url         text,
    receiver    text NOT NULL,
    event       text NOT NULL,
    document    text NOT NULL,
    state       text NOT NULL CHECK (state IN ('pending', 'held', 'delivered', 'failed')),
    step        integer NOT NULL DEFAULT 0,
    tries       integer NOT NULL DEFAULT 0,
    due_at      timestamptz NOT NULL DEFAULT now(),
    created_at  timestamptz NOT NULL DEFAULT now(),
    ended_at    timestamptz,
    CHECK ((endpoint_id IS NULL) = (url IS NOT NULL))
);
COMMENT ON COLUMN webhook_deliveries.delivery_id IS 'the webhook-id: of a job, it follows from the job and the receiver';
COMMENT ON COLUMN webhook_deliveries.url IS 'the request''s webhookUrl; null of an endpoint, whose URL may change';
COMMENT ON COLUMN webhook_deliveries.receiver IS 'what must not be slowed down by another: the endpoint, or user and host';
COMMENT ON COLUMN webhook_deliveries.document IS 'JSON: of a job the value of job.completed, else what the body says';
COMMENT ON COLUMN webhook_deliveries.step IS 'tries since it was made or redelivered';
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (due_at) INCLUDE (receiver, user_id) WHERE state = 'pending';
CREATE INDEX webhook_deliveries_user ON webhook_deliveries (user_id, created_at, delivery_id);
CREATE INDEX webhook_deliveries_created ON webhook_deliveries (created_at, delivery_id);
CREATE INDEX webhook_deliveries_job ON webhook_deliveries (job_id);
CREATE INDEX webhook_deliveries_waiting ON webhook_deliveries (endpoint_id) WHERE state IN ('pending', 'held');

CREATE TABLE webhook_tries (
    delivery_id uuid NOT NULL REFERENCES webhook_deliveries ON DELETE CASCADE,
    try         integer NOT NULL,
    at          timestamptz NOT NULL,
    duration_ms integer NOT NULL,
    result      text NOT NULL,
    status      integer,
    detail      text,
    PRIMARY KEY (delivery_id, try)
);
COMMENT ON COLUMN webhook_tries.result IS 'taken, status, redirect, timeout, dns, refused, tls, internal or closed';
COMMENT ON COLUMN webhook_tries.status IS 'of HTTP; null when there was no answer';
COMMENT ON COLUMN webhook_tries.detail IS 'the head of the answer, where it is redirected to, or why there was none';

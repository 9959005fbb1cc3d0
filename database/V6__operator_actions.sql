-- What operators had done: written when it begins, about every second while it goes on, and when it ends.
CREATE TABLE operator_actions (
    operation_id uuid PRIMARY KEY,
    kind         text NOT NULL CHECK (kind IN ('replay', 'rebuild', 'redrive', 'verify', 'attempt')),
    requested_by text NOT NULL,
    request      json NOT NULL,
    state        text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'succeeded', 'failed')),
    records      bigint NOT NULL DEFAULT 0,
    total        bigint NOT NULL DEFAULT 0,
    result       json,
    error        text,
    started_at   timestamptz NOT NULL DEFAULT now(),
    updated_at   timestamptz NOT NULL DEFAULT now(),
    ended_at     timestamptz
);
COMMENT ON COLUMN operator_actions.request IS 'what was asked for, with the values of edited dead letters';
COMMENT ON COLUMN operator_actions.updated_at IS 'one that is running and was silent for a minute has no process any more';
COMMENT ON COLUMN operator_actions.total IS 'records to be done; 0 while that is not known';
CREATE INDEX operator_actions_started ON operator_actions (started_at DESC);

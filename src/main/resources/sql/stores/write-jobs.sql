-- Folds a poll of events into PostgreSQL, in one round trip. A job's row is only replaced by one of a higher version.
-- snapshots: job documents with their version, each job once; the other parameters: the columns of job_events. All are
-- arrays: JSON of the whole poll took half as long again to take apart. MATERIALIZED, or each column parses its document.
WITH events AS (
    INSERT INTO job_events (event_id, job_id, type, time, value, topic, partition, "offset")
    SELECT event_id, job_id, type, time, CAST(value AS jsonb), topic, partition, "offset"
    FROM unnest(CAST(:eventIds AS text[]), CAST(:jobIds AS uuid[]), CAST(:types AS text[]),
        CAST(:times AS timestamptz[]), CAST(:records AS text[]), CAST(:topics AS text[]),
        CAST(:partitions AS integer[]), CAST(:offsets AS bigint[]))
        AS e (event_id, job_id, type, time, value, topic, partition, "offset")
    ORDER BY event_id
    ON CONFLICT (event_id) DO NOTHING
), snapshots AS MATERIALIZED (
    SELECT CAST(document AS jsonb) AS d FROM unnest(CAST(:snapshots AS text[])) AS s (document)
)
INSERT INTO jobs AS j (job_id, status, media_type, model_id, user_id, created_at, completed_at, media_deleted_at,
    processing_time,
    estimated_time, estimated_cost, cost, prediction_id, batch_id, error_code, error_message, version,
    document)
SELECT CAST(d ->> 'jobId' AS uuid), d ->> 'status', d ->> 'mediaType', d ->> 'modelId', d ->> 'userId',
    CAST(d ->> 'createdAt' AS timestamptz), CAST(d ->> 'completedAt' AS timestamptz),
    CAST(d ->> 'mediaDeletedAt' AS timestamptz),
    CAST(d ->> 'processingTime' AS numeric), CAST(d ->> 'estimatedTime' AS numeric),
    CAST(d ->> 'estimatedCost' AS numeric), CAST(d ->> 'cost' AS numeric), d ->> 'predictionId',
    CAST(d ->> 'batchId' AS uuid),
    d -> 'error' ->> 'code', d -> 'error' ->> 'message', CAST(d ->> 'version' AS bigint), d
FROM snapshots
ORDER BY 1
ON CONFLICT (job_id) DO UPDATE SET
    status = excluded.status, media_type = excluded.media_type, model_id = excluded.model_id,
    user_id = excluded.user_id, created_at = excluded.created_at, completed_at = excluded.completed_at,
    media_deleted_at = excluded.media_deleted_at,
    processing_time = excluded.processing_time, estimated_time = excluded.estimated_time,
    estimated_cost = excluded.estimated_cost, cost = excluded.cost, prediction_id = excluded.prediction_id, batch_id = excluded.batch_id,
    error_code = excluded.error_code, error_message = excluded.error_message, version = excluded.version,
    document = excluded.document
WHERE j.version < excluded.version

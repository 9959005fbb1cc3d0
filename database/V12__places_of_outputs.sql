-- Where each file stands in the model's output.
CREATE OR REPLACE VIEW media_outputs AS
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
       (o.value ->> 'fps')::numeric AS fps,
       o.value ->> 'place' AS place
FROM jobs j
CROSS JOIN LATERAL jsonb_array_elements(j.document -> 'result' -> 'outputs') WITH ORDINALITY o
WHERE j.status = 'completed';

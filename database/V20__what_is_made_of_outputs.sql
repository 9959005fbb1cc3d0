-- What is made of each file, and what is known of it.
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
       o.value ->> 'place' AS place,
       (j.document -> 'result' ->> 's3Path') || '/' || (o.value ->> 'preview') AS preview_s3_key,
       (j.document -> 'result' ->> 's3Path') || '/' || (o.value ->> 'previewWebp') AS preview_webp_s3_key,
       (j.document -> 'result' ->> 's3Path') || '/' || (o.value ->> 'waveform') AS waveform_s3_key,
       (j.document -> 'result' ->> 's3Path') || '/' || (o.value ->> 'peaks') AS peaks_s3_key,
       o.value ->> 'declaredType' AS declared_type,
       o.value ->> 'codec' AS codec,
       o.value ->> 'audioCodec' AS audio_codec,
       (o.value ->> 'bitRate')::bigint AS bit_rate,
       (o.value ->> 'channels')::integer AS channels,
       (o.value ->> 'sampleRate')::integer AS sample_rate,
       (o.value ->> 'loudness')::numeric AS loudness,
       (o.value ->> 'transparent')::boolean AS transparent,
       (o.value ->> 'animated')::boolean AS animated
FROM jobs j
CROSS JOIN LATERAL jsonb_array_elements(j.document -> 'result' -> 'outputs') WITH ORDINALITY o
WHERE j.status = 'completed';
COMMENT ON VIEW media_outputs IS 'One row per stored file; duration in seconds, bit_rate in bits a second, sample_rate in Hz, loudness in LUFS';

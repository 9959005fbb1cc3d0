-- Keeps what attempts cost, in one round trip for a poll. What somebody has said replaces what was guessed, and what is metered
-- what was estimated, and both what was unknown; whatever else is said of an attempt later changes nothing.
-- All parameters: arrays of the same length, each attempt once.
INSERT INTO attempt_charges AS c (job_id, attempt, prediction_id, user_id, model_id, batch_id, ended_at, per, price, since, units,
    usd, source, guessed)
SELECT *
FROM unnest(CAST(:#${body.jobIds} AS uuid[]), CAST(:#${body.attempts} AS integer[]), CAST(:#${body.predictionIds} AS text[]),
    CAST(:#${body.userIds} AS text[]), CAST(:#${body.modelIds} AS text[]), CAST(:#${body.batchIds} AS uuid[]),
    CAST(:#${body.endedAts} AS timestamptz[]), CAST(:#${body.pers} AS text[]), CAST(:#${body.prices} AS numeric[]),
    CAST(:#${body.sinces} AS date[]), CAST(:#${body.units} AS numeric[]), CAST(:#${body.usds} AS numeric[]),
    CAST(:#${body.sources} AS text[]), CAST(:#${body.guesses} AS boolean[]))
ORDER BY 1, 2
ON CONFLICT (job_id, attempt) DO UPDATE
SET prediction_id = excluded.prediction_id, ended_at = excluded.ended_at, per = excluded.per, price = excluded.price,
    since = excluded.since, units = excluded.units, usd = excluded.usd, source = excluded.source, guessed = excluded.guessed
WHERE NOT excluded.guessed AND (c.guessed OR c.source = 'unknown' OR c.source = 'estimated' AND excluded.source = 'metered')

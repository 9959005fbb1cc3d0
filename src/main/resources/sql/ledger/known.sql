-- Which of these predictions are known to be of some attempt.
SELECT prediction_id
FROM prediction_attempts
WHERE prediction_id = ANY (CAST(:#${body.ids} AS text[]))

-- Which of these predictions are known to be of some attempt.
-- candidates: JSON array of ids.
SELECT prediction_id
FROM prediction_attempts
WHERE prediction_id IN (SELECT jsonb_array_elements_text(CAST(:#candidates AS jsonb)))

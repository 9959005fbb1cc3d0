-- Writes down tries, and what follows from each for its delivery unless somebody else has it by now: what a receiver has
-- taken it has, whoever called.
-- deliveryIds, tries, steps, times, durations (ms), results, statuses, details, states, dues: arrays of the same length;
-- states are what the tries lead to, dues when a pending delivery is tried again. The endpoints are locked already.
WITH given AS (
    SELECT * FROM unnest(CAST(:deliveryIds AS uuid[]), CAST(:tries AS integer[]), CAST(:steps AS integer[]), CAST(:times AS timestamptz[]),
        CAST(:durations AS integer[]), CAST(:results AS text[]), CAST(:statuses AS integer[]), CAST(:details AS text[]),
        CAST(:states AS text[]), CAST(:dues AS timestamptz[]))
        AS r (delivery_id, try, step, at, duration_ms, result, status, detail, state, due_at)
), moved AS (
    UPDATE webhook_deliveries d
    SET state = CASE WHEN g.state = 'pending' AND EXISTS (SELECT FROM webhook_endpoints e
                WHERE e.endpoint_id = d.endpoint_id AND e.disabled_at IS NOT NULL) THEN 'held' ELSE g.state END,
        step = d.step + 1, due_at = coalesce(g.due_at, d.due_at),
        ended_at = CASE WHEN g.state = 'pending' THEN NULL ELSE now() END
    FROM given g
    -- Another step: its user has had it sent again meanwhile, and that goes on.
    WHERE d.delivery_id = g.delivery_id
        AND (g.state = 'delivered' AND d.state <> 'delivered'
            OR d.state IN ('pending', 'held') AND d.tries = g.try AND d.step = g.step)
)
INSERT INTO webhook_tries (delivery_id, try, at, duration_ms, result, status, detail)
SELECT delivery_id, try, at, duration_ms, result, status, detail FROM given
-- One that was removed meanwhile has no log.
WHERE EXISTS (SELECT FROM webhook_deliveries d WHERE d.delivery_id = given.delivery_id)
ON CONFLICT DO NOTHING

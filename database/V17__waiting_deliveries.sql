-- Deliveries to a request's webhookUrl wait for no endpoint, and cost an index entry each time they change.
DROP INDEX webhook_deliveries_waiting;
CREATE INDEX webhook_deliveries_waiting ON webhook_deliveries (endpoint_id)
    WHERE endpoint_id IS NOT NULL AND state IN ('pending', 'held');

-- Each delivery leaves two or three dead rows. Vacuumed by a fifth of a month's deliveries, the index of what is due would be
-- mostly dead. Indexes are cleaned each time, too.
ALTER TABLE webhook_deliveries SET (
    autovacuum_vacuum_scale_factor = 0.01,
    autovacuum_vacuum_threshold = 20000,
    vacuum_index_cleanup = on
);

package io.vsl.bench;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.vsl.bench.reference.Clients;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** What jobs leave behind in the stores of a run, looked at from outside. */
final class Effects implements AutoCloseable {

    private static final int EVENTS_PER_JOB = 4;
    private static final int READ_AT_ONCE = 100;
    private static final long LOOK_EVERY_MS = 25;
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final List<String> FILES = List.of("original.jpg", "thumbnail.jpg", "metadata.json");

    private static final String COMPLETED = """
            SELECT count(*) FILTER (WHERE status = 'completed'), count(*) FILTER (WHERE status IN ('failed', 'cancelled'))
            FROM jobs WHERE created_at >= ?""";
    private static final String EVENTS =
            "SELECT count(*), 0 FROM job_events e JOIN jobs j USING (job_id) WHERE j.created_at >= ?";
    private static final String LAST_FIRST = """
            SELECT job_id, document -> 'result' ->> 's3Path' FROM jobs WHERE created_at >= ? ORDER BY completed_at DESC""";

    private static final String MIDDLE = """
            SELECT count(*) * 0.6 / extract(epoch FROM percentile_disc(0.8) WITHIN GROUP (ORDER BY completed_at)
                                                     - percentile_disc(0.2) WITHIN GROUP (ORDER BY completed_at))
            FROM jobs WHERE created_at >= ?""";

    private final Connection postgres;
    private final RedisClient redis;
    private final RedisCommands<String, String> keys;
    private final DynamoDbClient dynamodb;
    private final String table;
    private final Path bucket;

    /** @param dynamodb whether jobs have an item there */
    Effects(Run run, boolean dynamodb) throws SQLException {
        Clients clients = new Clients(run.servers().environment());
        postgres = clients.connect();
        redis = clients.redis();
        keys = redis.connect().sync();
        this.dynamodb = clients.dynamodb();
        table = dynamodb ? run.servers().get("DYNAMODB_TABLE") : "";
        bucket =
                run.folder().resolve("servers/s3/buckets").resolve(run.servers().get("S3_BUCKET"));
    }

    private record Stored(String jobId, String s3Path) {}

    @FunctionalInterface
    private interface Look {
        boolean isThere() throws SQLException;
    }

    /**
     * Waits until that many jobs, all that were created since then, are completed in every store.
     *
     * @return when that was, of {@link System#nanoTime}. A look that finds all there does not count
     */
    long await(Instant since, int jobs) throws SQLException, InterruptedException {
        long give = System.nanoTime() + PATIENCE_NANOS;
        long at = await(() -> count(COMPLETED, since) == jobs, give, "jobs");
        at = Math.max(at, await(() -> count(EVENTS, since) == (long) jobs * EVENTS_PER_JOB, give, "events"));
        List<Stored> stored = lastFirst(since);
        for (int from = 0; from < stored.size(); from += READ_AT_ONCE) {
            List<String> ids = stored.subList(from, Math.min(stored.size(), from + READ_AT_ONCE)).stream()
                    .map(Stored::jobId)
                    .toList();
            at = Math.max(at, await(() -> inRedis(ids), give, "keys"));
            at = Math.max(at, await(() -> inDynamodb(ids), give, "items"));
        }
        stored.forEach(this::requireFiles);
        return at;
    }

    /** All that were created since then, as Redis has them. */
    List<String> shown(Instant since) throws SQLException {
        return shown(lastFirst(since).stream().map(Stored::jobId).toList());
    }

    /** The rate between the first fifth and the last of the jobs that were created since then, by their outcomes. */
    double completedPerSecond(Instant since) throws SQLException {
        try (PreparedStatement query = postgres.prepareStatement(MIDDLE)) {
            query.setTimestamp(1, Timestamp.from(since));
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getDouble(1);
            }
        }
    }

    /** @return 0 when it is there at the first look */
    private static long await(Look look, long give, String what) throws SQLException, InterruptedException {
        long at = 0;
        while (!look.isThere()) {
            if (System.nanoTime() > give) {
                throw new IllegalStateException("Not all " + what + " arrive");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
            at = System.nanoTime();
        }
        return at;
    }

    private long count(String query, Instant since) throws SQLException {
        try (PreparedStatement counting = postgres.prepareStatement(query)) {
            counting.setTimestamp(1, Timestamp.from(since));
            try (ResultSet row = counting.executeQuery()) {
                row.next();
                if (row.getLong(2) > 0) {
                    throw new IllegalStateException(row.getLong(2) + " jobs have failed");
                }
                return row.getLong(1);
            }
        }
    }

    private List<Stored> lastFirst(Instant since) throws SQLException {
        try (PreparedStatement query = postgres.prepareStatement(LAST_FIRST)) {
            query.setTimestamp(1, Timestamp.from(since));
            List<Stored> stored = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    stored.add(new Stored(rows.getString(1), rows.getString(2)));
                }
            }
            return stored;
        }
    }

    private boolean inRedis(List<String> ids) {
        return shown(ids).stream().allMatch(job -> job.contains("\"status\":\"completed\""));
    }

    /** Empty for one that is not there. */
    private List<String> shown(List<String> ids) {
        return keys.mget(ids.stream().map(id -> "job:status:" + id).toArray(String[]::new)).stream()
                .map(found -> found.getValueOrElse(""))
                .toList();
    }

    private boolean inDynamodb(List<String> ids) {
        if (table.isEmpty()) {
            return true;
        }
        KeysAndAttributes wanted = KeysAndAttributes.builder()
                .projectionExpression("#status")
                .expressionAttributeNames(Map.of("#status", "status"))
                .keys(ids.stream()
                        .map(id -> Map.of("jobId", AttributeValue.fromS(id)))
                        .toList())
                .build();
        return dynamodb
                        .batchGetItem(request -> request.requestItems(Map.of(table, wanted)))
                        .responses()
                        .getOrDefault(table, List.of())
                        .stream()
                        .filter(item -> AttributeValue.fromS("completed").equals(item.get("status")))
                        .count()
                == ids.size();
    }

    /** The server keeps objects as plain files: asking it for each would take longer than the round. */
    private void requireFiles(Stored job) {
        for (String file : FILES) {
            if (Files.notExists(bucket.resolve(job.s3Path()).resolve(file))) {
                throw new IllegalStateException("There is no object " + job.s3Path() + "/" + file);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        postgres.close();
        redis.shutdown();
        dynamodb.close();
    }
}

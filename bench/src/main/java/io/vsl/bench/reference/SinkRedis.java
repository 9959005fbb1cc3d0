package io.vsl.bench.reference;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** Folds polls into {@code job:status:} and {@code job:ended:}: the guarded writes of a poll are sent in one go. */
public final class SinkRedis {

    /** KEYS: job, mark; ARGV: document, version, seconds that the job is kept, and its mark, or an empty text. */
    private static final String PUT = """
            local old = redis.call('GET', KEYS[1])
            if old and tonumber(string.match(old, '%d+')) >= tonumber(ARGV[2]) then return 0 end
            if ARGV[4] ~= '' then
              redis.call('SET', KEYS[2], '1', 'EX', ARGV[4])
            elseif redis.call('EXISTS', KEYS[2]) == 1 then
              return 0
            end
            redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[3])
            return 1
            """;

    private static final Duration REMEMBERED = Duration.ofDays(1);
    private static final String OPEN_SECONDS = "60";
    private static final String ENDED_SECONDS = "300";

    private SinkRedis() {}

    public static void main(String[] args) throws Exception {
        try (RedisClient client = RedisClient.create(System.getenv("REDIS_URL"));
                StatefulRedisConnection<String, String> connection = client.connect()) {
            String script = connection.sync().scriptLoad(PUT);
            connection.setAutoFlushCommands(false);
            Sink.run(events -> write(connection, script, events));
        }
    }

    private static void write(StatefulRedisConnection<String, String> connection, String script, List<Event> events)
            throws ExecutionException, InterruptedException {
        RedisAsyncCommands<String, String> redis = connection.async();
        Instant oldest = Instant.now().minus(REMEMBERED);
        List<RedisFuture<Long>> answers = Event.newest(events).stream()
                .filter(event -> event.endedOrCreatedAt().isAfter(oldest))
                .map(event -> put(redis, script, event))
                .toList();
        connection.flushCommands();
        for (RedisFuture<Long> answer : answers) {
            answer.get();
        }
    }

    private static RedisFuture<Long> put(RedisAsyncCommands<String, String> redis, String script, Event event) {
        return redis.evalsha(
                script,
                ScriptOutputType.INTEGER,
                new String[] {"job:status:" + event.jobId(), "job:ended:" + event.jobId()},
                event.document(),
                Long.toString(event.version()),
                event.isOutcome() ? ENDED_SECONDS : OPEN_SECONDS,
                event.isOutcome() ? Long.toString(REMEMBERED.toSeconds()) : "");
    }
}

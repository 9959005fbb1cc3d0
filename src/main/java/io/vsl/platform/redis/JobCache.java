package io.vsl.platform.redis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.Base16;
import io.vsl.job.JobSnapshot;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.springframework.stereotype.Component;

/**
 * {@code job:status:{jobId}}: a {@link JobSnapshot} as JSON, its version first. Writing is guarded by the version
 * inside Redis, so that writers need not agree on an order.
 */
@Component
public class JobCache {

    private static final String KEY = "job:status:";

    /** KEYS[1]; ARGV: snapshot, its version, seconds to live. Returns 1 when it was written. */
    private static final String PUT = """
            local current = redis.call('GET', KEYS[1])
            if current then
              local version = tonumber(string.match(current, '^{"version":(%d+)'))
              if version and version >= tonumber(ARGV[2]) then return 0 end
            end
            redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[3])
            return 1
            """;

    private static final String PUT_SHA = Base16.digest(PUT.getBytes(StandardCharsets.UTF_8));

    private final RedisConnection redis;
    private final RedisProperties properties;
    private final ObjectMapper json;

    JobCache(RedisConnection redis, RedisProperties properties, ObjectMapper json) {
        this.redis = redis;
        this.properties = properties;
        this.json = json;
    }

    /** The job's snapshot, when Redis has it. */
    public Optional<JobSnapshot> get(UUID jobId) {
        String found = await(redis.commands().get(KEY + jobId));
        try {
            return found == null ? Optional.empty() : Optional.of(json.readValue(found, JobSnapshot.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Writes those snapshots that are newer than what is there, in one go. */
    public void putAll(Collection<JobSnapshot> snapshots) {
        RedisAsyncCommands<String, String> commands = redis.commands();
        try {
            put(commands, snapshots);
        } catch (RedisNoScriptException e) {
            await(commands.scriptLoad(PUT));
            put(commands, snapshots);
        }
    }

    private void put(RedisAsyncCommands<String, String> commands, Collection<JobSnapshot> snapshots) {
        List<RedisFuture<Long>> answers = snapshots.stream().map(snapshot -> put(commands, snapshot)).toList();
        answers.forEach(JobCache::await);
    }

    private RedisFuture<Long> put(RedisAsyncCommands<String, String> commands, JobSnapshot snapshot) {
        Duration ttl = snapshot.job().isTerminal() ? properties.terminalTtl() : properties.openTtl();
        try {
            return commands.evalsha(PUT_SHA, ScriptOutputType.INTEGER, new String[] {KEY + snapshot.job().jobId()},
                    json.writeValueAsString(snapshot), Long.toString(snapshot.version()),
                    Long.toString(ttl.toSeconds()));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Futures of Lettuce end by themselves, at the command timeout at the latest. */
    private static <T> T await(RedisFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        }
    }
}

package io.vsl.platform.redis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.Base16;
import io.vsl.job.Job;
import io.vsl.job.JobSnapshot;
import io.vsl.platform.KeptJob;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * {@code job:status:{jobId}}: a {@link JobSnapshot} as JSON, its version first. Writing is guarded by the version
 * inside Redis, so that writers need not agree on an order. An outcome is kept for a short while only; that there was
 * one is known for longer, by {@code job:ended:{jobId}}, so that a late event does not bring the job back.
 */
@Component
public class JobCache {

    private static final String KEY = "job:status:";

    private static final String ENDED = "job:ended:";

    private static final int SCANNED_AT_ONCE = 1_000;

    /**
     * KEYS: the snapshot's and the mark's; ARGV: snapshot, its version, seconds to live, seconds that the mark lives
     * (0: no outcome). Returns 1 when it was written.
     */
    private static final String PUT = """
            local current = redis.call('GET', KEYS[1])
            if current then
              local version = tonumber(string.match(current, '^{"version":(%d+)'))
              if version and version >= tonumber(ARGV[2]) then return 0 end
            end
            if ARGV[4] == '0' then
              if redis.call('EXISTS', KEYS[2]) == 1 then return 0 end
            else
              redis.call('SET', KEYS[2], '1', 'EX', ARGV[4])
            end
            redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[3])
            return 1
            """;

    private static final String PUT_SHA = Base16.digest(PUT.getBytes(StandardCharsets.UTF_8));

    private final RedisConnection redis;
    private final RedisProperties properties;
    private final ObjectMapper json;
    private final Clock clock;

    JobCache(RedisConnection redis, RedisProperties properties, ObjectMapper json, Clock clock) {
        this.redis = redis;
        this.properties = properties;
        this.json = json;
        this.clock = clock;
    }

    /** The job's snapshot, when Redis has it. */
    public Optional<JobSnapshot> get(UUID jobId) {
        String found = redis.await(redis.commands().get(KEY + jobId));
        try {
            return found == null ? Optional.empty() : Optional.of(json.readValue(found, JobSnapshot.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether no job that is kept as open can have ended without Redis knowing: it has answered for as long as such an
     * entry lives.
     */
    public boolean isReliable() {
        return redis.answeredFor().compareTo(properties.openTtl()) > 0;
    }

    /** Those of the jobs that Redis has. */
    public Map<UUID, KeptJob> findAll(Collection<UUID> jobIds) {
        if (jobIds.isEmpty()) {
            return Map.of();
        }
        Map<UUID, KeptJob> found = new HashMap<>();
        for (KeyValue<String, String> entry : redis.await(redis.commands().mget(
                jobIds.stream().map(jobId -> KEY + jobId).toArray(String[]::new)))) {
            entry.ifHasValue(document -> found.put(UUID.fromString(entry.getKey().substring(KEY.length())),
                    new KeptJob(null, document)));
        }
        return found;
    }

    /** Forgets all jobs. */
    public void clear() {
        RedisAsyncCommands<String, String> commands = redis.commands();
        for (String prefix : List.of(KEY, ENDED)) {
            ScanArgs matching = ScanArgs.Builder.matches(prefix + "*").limit(SCANNED_AT_ONCE);
            KeyScanCursor<String> scanned = redis.await(commands.scan(matching));
            unlink(commands, scanned.getKeys());
            while (!scanned.isFinished()) {
                scanned = redis.await(commands.scan(scanned, matching));
                unlink(commands, scanned.getKeys());
            }
        }
    }

    private void unlink(RedisAsyncCommands<String, String> commands, List<String> keys) {
        if (!keys.isEmpty()) {
            redis.await(commands.unlink(keys.toArray(String[]::new)));
        }
    }

    /** Writes those snapshots that are newer than what is there, in one go. */
    public void putAll(Collection<JobSnapshot> snapshots) {
        RedisAsyncCommands<String, String> commands = redis.commands();
        try {
            put(commands, snapshots);
        } catch (RedisNoScriptException e) {
            redis.await(commands.scriptLoad(PUT));
            put(commands, snapshots);
        }
    }

    private void put(RedisAsyncCommands<String, String> commands, Collection<JobSnapshot> snapshots) {
        List<RedisFuture<Long>> answers = snapshots.stream().map(snapshot -> put(commands, snapshot)).toList();
        answers.forEach(redis::await);
    }

    private RedisFuture<Long> put(RedisAsyncCommands<String, String> commands, JobSnapshot snapshot) {
        Job job = snapshot.job();
        Duration mark = job.isTerminal() ? properties.remember() : Duration.ZERO;
        try {
            return commands.evalsha(PUT_SHA, ScriptOutputType.INTEGER,
                    new String[] {KEY + job.jobId(), ENDED + job.jobId()}, json.writeValueAsString(snapshot),
                    Long.toString(snapshot.version()), Long.toString(timeToLive(snapshot).toSeconds()),
                    Long.toString(mark.toSeconds()));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private Duration timeToLive(JobSnapshot snapshot) {
        if (snapshot.job().isTerminal()) {
            return properties.terminalTtl();
        }
        return snapshot.isOfAnEvent() ? properties.openTtl() : properties.remember();
    }

    /** Whether the job is not so old that Redis would have forgotten all of it by now. */
    public boolean keeps(Job job) {
        return job.endedOrCreatedAt().plus(properties.remember()).isAfter(clock.instant());
    }
}

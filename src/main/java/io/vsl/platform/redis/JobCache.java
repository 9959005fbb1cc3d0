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
import java.util.ArrayList;
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

    /** Others wait while a script runs. */
    private static final int PUT_AT_ONCE = 100;

    /**
     * KEYS: the key of each snapshot and of its mark; ARGV: of each the snapshot, its version, seconds to live, seconds
     * that the mark lives (0: no outcome).
     */
    private static final String PUT = """
            local function put(key, mark, snapshot, version, ttl, remember)
              local current = redis.call('GET', key)
              if current then
                local known = tonumber(string.match(current, '^{"version":(%d+)'))
                if known and known >= tonumber(version) then return end
              end
              if remember == '0' then
                if redis.call('EXISTS', mark) == 1 then return end
              else
                redis.call('SET', mark, '1', 'EX', remember)
              end
              redis.call('SET', key, snapshot, 'EX', ttl)
            end
            for i = 1, #KEYS, 2 do
              local a = 2 * i - 1
              put(KEYS[i], KEYS[i + 1], ARGV[a], ARGV[a + 1], ARGV[a + 2], ARGV[a + 3])
            end
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
        List<JobSnapshot> all = List.copyOf(snapshots);
        List<RedisFuture<Object>> answers = new ArrayList<>();
        for (int i = 0; i < all.size(); i += PUT_AT_ONCE) {
            answers.add(putAtOnce(commands, all.subList(i, Math.min(all.size(), i + PUT_AT_ONCE))));
        }
        answers.forEach(redis::await);
    }

    private RedisFuture<Object> putAtOnce(RedisAsyncCommands<String, String> commands, List<JobSnapshot> snapshots) {
        List<String> keys = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (JobSnapshot snapshot : snapshots) {
            Job job = snapshot.job();
            Duration mark = job.isTerminal() ? properties.remember() : Duration.ZERO;
            keys.addAll(List.of(KEY + job.jobId(), ENDED + job.jobId()));
            values.addAll(List.of(document(snapshot), Long.toString(snapshot.version()),
                    Long.toString(timeToLive(snapshot).toSeconds()), Long.toString(mark.toSeconds())));
        }
        return commands.evalsha(PUT_SHA, ScriptOutputType.STATUS, keys.toArray(String[]::new),
                values.toArray(String[]::new));
    }

    private String document(JobSnapshot snapshot) {
        try {
            return json.writeValueAsString(snapshot);
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

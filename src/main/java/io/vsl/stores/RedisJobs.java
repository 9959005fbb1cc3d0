package io.vsl.stores;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.KeyValue;
import io.lettuce.core.ScanArgs;
import io.vsl.job.Job;
import io.vsl.job.JobSnapshot;
import io.vsl.platform.loop.Failures;
import io.vsl.platform.redis.RedisConnection;
import io.vsl.platform.redis.RedisProperties;
import io.vsl.platform.redis.RedisScript;
import io.vsl.platform.redis.RejectedScript;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * {@code job:status:{jobId}}: a {@link JobSnapshot} as JSON, its version first. Writing is guarded by the version
 * inside Redis, so that writers need not agree on an order. An outcome is kept for a short while only; that there was
 * one is known for longer, by {@code job:ended:{jobId}}, so that a late event does not bring the job back.
 *
 * <p>Redis may forget such marks, when it crashes, fails over or is flushed, and a late event then writes an entry that
 * is behind. {@code job:remembered-since}, in milliseconds since 1970, is forgotten with them: jobs of before it are not
 * believed to be open.
 */
@Component
@Order(2)
public class RedisJobs implements JobStore {

    private static final String KEY = "job:status:";

    private static final String ENDED = "job:ended:";

    private static final String REMEMBERED_SINCE = "job:remembered-since";

    /** That clocks of processes differ at most, generously. */
    private static final Duration CLOCKS_APART = Duration.ofSeconds(5);

    private static final int SCANNED_AT_ONCE = 1_000;

    /** Others wait while a script runs. */
    private static final int PUT_AT_ONCE = 100;

    /**
     * KEYS: the key of each snapshot and of its mark; ARGV: of each the snapshot, its version, seconds to live, seconds
     * that the mark lives (0: no outcome).
     */
    private static final RedisScript<String> PUT = RedisScript.ofText("""
            local function put(key, mark, snapshot, version, ttl, remember)
              local current = redis.call('GET', key)
              if current then
                local known = tonumber(string.match(current, '^{"version":(%d+)'))
                if known and known >= tonumber(version) then return end
              end
              local ended = tonumber(redis.call('GET', mark) or '0')
              if remember == '0' then
                if ended > 0 then return end
              else
                if ended > tonumber(version) then return end
                redis.call('SET', mark, version, 'EX', remember)
              end
              redis.call('SET', key, snapshot, 'EX', ttl)
            end
            for i = 1, #KEYS, 2 do
              local a = 2 * i - 1
              put(KEYS[i], KEYS[i + 1], ARGV[a], ARGV[a + 1], ARGV[a + 2], ARGV[a + 3])
            end
            """);

    private final RedisConnection redis;
    private final RedisProperties properties;
    private final SnapshotJson json;
    private final Clock clock;
    /** The latest that this process has seen, in milliseconds since 1970. */
    private final AtomicLong rememberedSince = new AtomicLong();

    RedisJobs(RedisConnection redis, RedisProperties properties, ObjectMapper json, Clock clock) {
        this.redis = redis;
        this.properties = properties;
        this.json = new SnapshotJson(json);
        this.clock = clock;
    }

    @Override
    public String stage() {
        return "sink-redis";
    }

    @Override
    public Optional<JobSnapshot> find(UUID jobId) {
        return RedisConnection.await(look(jobId));
    }

    /**
     * The same, without waiting.
     *
     * @return fails with a RedisException
     */
    public CompletionStage<Optional<JobSnapshot>> look(UUID jobId) {
        return redis.send(commands -> commands.mget(KEY + jobId, REMEMBERED_SINCE))
                .thenCompose(found -> remembersSince(found.get(1).getValueOrElse(null))
                        .thenApply(known -> json.find(found.get(0).getValueOrElse(null))));
    }

    private CompletionStage<?> remembersSince(@Nullable String known) {
        long since = known == null ? clock.millis() : Long.parseLong(known);
        rememberedSince.accumulateAndGet(since, Math::max);
        return known == null
                ? redis.send(commands -> commands.setnx(REMEMBERED_SINCE, Long.toString(since)))
                : CompletableFuture.completedFuture(known);
    }

    /**
     * Whether a job that was got as open can't have ended without Redis knowing: Redis has forgotten nothing since
     * the job was created, has done all that this process asked, and takes writes now that the job was got.
     */
    public CompletionStage<Boolean> isBelieved(Job open) {
        Instant created = open.createdAt().minus(CLOCKS_APART);
        return created.isAfter(Instant.ofEpochMilli(rememberedSince.get())) && created.isAfter(redis.answersSince())
                ? redis.takesWrites().thenApply(takes -> takes && created.isAfter(redis.answersSince()))
                : CompletableFuture.completedFuture(false);
    }

    @Override
    public Map<UUID, KeptJob> findAll(Collection<UUID> jobIds) {
        if (jobIds.isEmpty()) {
            return Map.of();
        }
        Map<UUID, KeptJob> found = new HashMap<>();
        for (KeyValue<String, String> entry : redis.ask(commands ->
                commands.mget(jobIds.stream().map(jobId -> KEY + jobId).toArray(String[]::new)))) {
            entry.ifHasValue(document ->
                    found.put(UUID.fromString(entry.getKey().substring(KEY.length())), new KeptJob(null, document)));
        }
        return found;
    }

    /** The same, read. */
    public Map<UUID, JobSnapshot> getAll(Collection<UUID> jobIds) {
        Map<UUID, JobSnapshot> found = new HashMap<>();
        findAll(jobIds).forEach((jobId, kept) -> json.find(kept.document()).ifPresent(job -> found.put(jobId, job)));
        return found;
    }

    @Override
    public void clear() {
        unlink(List.of(REMEMBERED_SINCE));
        for (String prefix : List.of(KEY, ENDED)) {
            ScanArgs matching = ScanArgs.Builder.matches(prefix + "*").limit(SCANNED_AT_ONCE);
            KeyScanCursor<String> scanned = redis.ask(commands -> commands.scan(matching));
            unlink(scanned.getKeys());
            while (!scanned.isFinished()) {
                KeyScanCursor<String> last = scanned;
                scanned = redis.ask(commands -> commands.scan(last, matching));
                unlink(scanned.getKeys());
            }
        }
        // Who asked meanwhile has set it anew, before the last mark was gone.
        unlink(List.of(REMEMBERED_SINCE));
    }

    private void unlink(List<String> keys) {
        if (!keys.isEmpty()) {
            redis.ask(commands -> commands.unlink(keys.toArray(String[]::new)));
        }
    }

    @Override
    public void write(FoldedEvents events) {
        putAll(events.snapshots().stream()
                .filter(snapshot -> keeps(snapshot.job()))
                .toList());
    }

    /** Writes those snapshots that are newer than what is there, however old they are: all are sent, then waited for. */
    public void putAll(Collection<JobSnapshot> snapshots) {
        List<JobSnapshot> all = List.copyOf(snapshots);
        List<CompletionStage<?>> sent = new ArrayList<>();
        for (int i = 0; i < all.size(); i += PUT_AT_ONCE) {
            sent.add(put(all.subList(i, Math.min(all.size(), i + PUT_AT_ONCE))));
        }
        sent.forEach(RedisConnection::await);
    }

    /**
     * Writes one, without waiting.
     *
     * @return fails with a RedisException
     */
    public CompletionStage<?> put(JobSnapshot snapshot) {
        return put(List.of(snapshot));
    }

    private CompletionStage<?> put(List<JobSnapshot> snapshots) {
        List<String> keys = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (JobSnapshot snapshot : snapshots) {
            Job job = snapshot.job();
            Duration mark = job.isTerminal() ? properties.remember() : Duration.ZERO;
            keys.addAll(List.of(KEY + job.jobId(), ENDED + job.jobId()));
            values.addAll(List.of(
                    json.write(snapshot),
                    Long.toString(snapshot.version()),
                    Long.toString(timeToLive(snapshot).toSeconds()),
                    Long.toString(mark.toSeconds())));
        }
        // A write that is refused, like another: whoever fills a cache goes on, and a stage reads the reason.
        return PUT.send(redis, keys, values.toArray(String[]::new))
                .exceptionallyCompose(e -> CompletableFuture.failedFuture(
                        Failures.of(e) instanceof RejectedScript rejected ? rejected.refusal() : e));
    }

    private Duration timeToLive(JobSnapshot snapshot) {
        if (snapshot.job().isTerminal()) {
            return properties.terminalTtl();
        }
        return snapshot.isOfAnEvent() ? properties.openTtl() : properties.remember();
    }

    /** A job that isn't there is found in the next store. */
    @Override
    public boolean mayLack(Instant lastChangedAt) {
        return true;
    }

    /** Whether the job is not so old that Redis would have forgotten all of it by now. */
    private boolean keeps(Job job) {
        return job.lastChangedAt().plus(properties.remember()).isAfter(clock.instant());
    }
}

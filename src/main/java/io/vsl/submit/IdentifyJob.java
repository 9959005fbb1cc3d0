package io.vsl.submit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import io.lettuce.core.RedisException;
import io.vsl.job.JobRequest;
import io.vsl.platform.http.Problem;
import io.vsl.platform.loop.Failures;
import io.vsl.platform.redis.IdempotencyKeys;
import io.vsl.platform.redis.IdempotencyKeys.Before;
import io.vsl.platform.security.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The id of a requested job. With an Idempotency-Key it follows from the user and the key, so that the same key is the
 * same job however often it is sent, and nothing needs to be looked up for that; a version 8 UUID (RFC 9562). Without
 * one it is new, version 7.
 *
 * <p>That the same key comes with another request is seen for 24 hours, and not while Redis is away: then the first
 * request is what the job is.
 */
@Component
class IdentifyJob {

    private static final Logger LOG = LoggerFactory.getLogger(IdentifyJob.class);

    /** The version of ids that follow from nothing. */
    static final int NEW = 7;

    private static final int MAX_LENGTH = 255;

    private final IdempotencyKeys keys;
    private final ObjectMapper json;
    private final TimeBasedEpochGenerator uuidV7 = Generators.timeBasedEpochGenerator();

    IdentifyJob(IdempotencyKeys keys, ObjectMapper json) {
        this.keys = keys;
        this.json = json;
    }

    /**
     * An id, and whether a request under it may have come before: that is not known while Redis is away.
     */
    record Identified(UUID jobId, boolean mayBeAgain) {}

    /**
     * The job's id.
     *
     * @param header as HTTP had it: null when there was none, a list when there were several
     * @return fails with a Problem 422 when the key was another request's
     * @throws Problem 400 when it is none
     */
    CompletionStage<Identified> identify(@Nullable Object header, JobRequest request) {
        String key = key(header);
        return key == null
                ? CompletableFuture.completedFuture(new Identified(uuidV7.generate(), false))
                : requireSame(derived(request.userId(), key), request);
    }

    /**
     * The id of a batch: new, or such that the same key is the same batch.
     *
     * @param request all of it
     * @return fails with a Problem 422 when the key was another batch's
     * @throws Problem 400 when it is none
     */
    CompletionStage<UUID> identifyBatch(@Nullable Object header, String userId, JsonNode request) {
        String key = key(header);
        return key == null
                ? CompletableFuture.completedFuture(uuidV7.generate())
                : requireSame(derived(userId, "batch\n" + key), request).thenApply(Identified::jobId);
    }

    /** Of the job that stands there in a batch. */
    UUID ofBatch(UUID batchId, int index) {
        return derived(batchId.toString(), Integer.toString(index));
    }

    /** As HTTP had it; null when there was none. */
    private static @Nullable String key(@Nullable Object header) {
        if (header == null) {
            return null;
        }
        if (!(header instanceof String idempotencyKey)) {
            throw Problem.of(400, "INVALID_IDEMPOTENCY_KEY", "Idempotency-Key may be sent once");
        }
        if (!idempotencyKey.chars().allMatch(c -> c >= ' ' && c <= '~')
                || idempotencyKey.isBlank()
                || idempotencyKey.length() > MAX_LENGTH) {
            throw Problem.of(
                    400,
                    "INVALID_IDEMPOTENCY_KEY",
                    "Idempotency-Key must be 1 to %d printable ASCII characters".formatted(MAX_LENGTH));
        }
        return idempotencyKey;
    }

    private static UUID derived(String whose, String key) {
        return uuidV8(Sha256.digest().digest((whose + "\n" + key).getBytes(StandardCharsets.UTF_8)));
    }

    private CompletionStage<Identified> requireSame(UUID id, Object request) {
        return before(id, request).thenApply(before -> {
            if (before == Before.ANOTHER) {
                throw Problem.of(
                        422, "IDEMPOTENCY_KEY_REUSED", "This Idempotency-Key was sent with another request before");
            }
            return new Identified(id, before == Before.THE_SAME);
        });
    }

    /** A request that was not taken: another may come with its key. It stays when Redis is away. */
    CompletionStage<?> forget(UUID jobId) {
        return keys.forget(jobId).handle((forgotten, failure) -> jobId);
    }

    private CompletionStage<Before> before(UUID jobId, Object request) {
        return keys.remember(jobId, digest(request)).exceptionallyCompose(e -> {
            if (!(Failures.of(e) instanceof RedisException)) {
                return CompletableFuture.failedFuture(e);
            }
            LOG.atWarn()
                    .addKeyValue("action", "submit")
                    .addKeyValue("jobId", jobId)
                    .log("Redis is away: the request is not compared with earlier ones");
            return CompletableFuture.completedFuture(Before.THE_SAME);
        });
    }

    private String digest(Object request) {
        try {
            return Sha256.hex(json.writeValueAsString(request));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static UUID uuidV8(byte[] digest) {
        ByteBuffer bytes = ByteBuffer.wrap(digest);
        long high = bytes.getLong() & ~0xF000L | 0x8000L;
        long low = bytes.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}

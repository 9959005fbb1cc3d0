package io.vsl.platform.redis;

import io.lettuce.core.RedisCommandExecutionException;
import java.io.Serial;
import java.util.Optional;
import java.util.Set;

/**
 * Redis is there and rejects a script: the script is wrong, or what it was given, or whoever runs it may not. That is no
 * outage, which is why this is no {@link io.lettuce.core.RedisException}: what a script is to hold back stays held back.
 */
public final class RejectedScript extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Codes of answers about the script; others are about the server. Source: Redis's own source (server.c, eval.c). */
    private static final Set<String> REJECTIONS = Set.of("ERR", "WRONGTYPE", "NOPERM", "CROSSSLOT");

    private final transient RedisCommandExecutionException refusal;

    private RejectedScript(String answer, RedisCommandExecutionException refusal) {
        super("Redis rejects a script: " + answer, refusal);
        this.refusal = refusal;
    }

    /** Empty when the answer is about the server, such as READONLY or LOADING. */
    static Optional<RejectedScript> of(RedisCommandExecutionException refusal) {
        String answer = RedisErrors.ofCommand(String.valueOf(refusal.getMessage()));
        return REJECTIONS.contains(answer.split(" ", 2)[0])
                ? Optional.of(new RejectedScript(answer, refusal))
                : Optional.empty();
    }

    /** As the client has it. */
    public RedisCommandExecutionException refusal() {
        return refusal;
    }
}

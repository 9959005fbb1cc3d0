package io.vsl.platform.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.codec.Base16;
import io.vsl.platform.loop.Failures;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A script that Redis runs. Its text is sent only when Redis doesn't have it.
 *
 * @param <T> what it answers
 */
public final class RedisScript<T> {

    private final String text;
    private final String sha;
    private final ScriptOutputType answer;

    private RedisScript(String text, ScriptOutputType answer) {
        this.text = text;
        this.sha = Base16.digest(text.getBytes(StandardCharsets.UTF_8));
        this.answer = answer;
    }

    /** One that answers with integers. */
    public static RedisScript<List<Long>> ofNumbers(String text) {
        return new RedisScript<>(text, ScriptOutputType.MULTI);
    }

    /** One that answers with an integer. */
    public static RedisScript<Long> ofNumber(String text) {
        return new RedisScript<>(text, ScriptOutputType.INTEGER);
    }

    /** One that answers with a string. */
    public static RedisScript<String> ofText(String text) {
        return new RedisScript<>(text, ScriptOutputType.VALUE);
    }

    /**
     * Runs it. What follows its answer runs on a loop.
     *
     * @return fails with a RedisException when Redis is away, or does nothing for anybody at the moment; with a
     *     RejectedScript when Redis rejects this script, or what it was given
     */
    public CompletionStage<T> send(RedisConnection redis, List<String> keys, String... arguments) {
        return evaluate(redis, keys, arguments)
                .exceptionallyCompose(e -> switch (Failures.of(e)) {
                    case RedisNoScriptException unknown ->
                        redis.send(commands -> commands.scriptLoad(text))
                                .thenCompose(loaded -> evaluate(redis, keys, arguments));
                    case Throwable other -> CompletableFuture.failedFuture(other);
                })
                .exceptionallyCompose(e -> CompletableFuture.failedFuture(rejected(Failures.of(e))));
    }

    private CompletionStage<T> evaluate(RedisConnection redis, List<String> keys, String... arguments) {
        return redis.send(commands -> commands.evalsha(sha, answer, keys.toArray(String[]::new), arguments));
    }

    private static Throwable rejected(Throwable e) {
        return e instanceof RedisCommandExecutionException refusal
                ? RejectedScript.of(refusal)
                        .<RuntimeException>map(rejected -> rejected)
                        .orElse(refusal)
                : e;
    }

    /**
     * Runs it and waits.
     *
     * @throws RedisException as {@link #send} fails
     * @throws RejectedScript the same
     */
    public T run(RedisConnection redis, List<String> keys, String... arguments) {
        return RedisConnection.await(send(redis, keys, arguments));
    }
}

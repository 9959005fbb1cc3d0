package io.vsl.platform.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.Base16;
import java.nio.charset.StandardCharsets;
import java.util.List;

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

    /** KEYS and ARGV of a run. */
    public record Run(List<String> keys, List<String> arguments) {}

    /**
     * Runs it and waits.
     *
     * @throws RedisException when Redis is away, or does nothing for anybody at the moment
     * @throws RejectedScript when Redis rejects this script, or what it was given
     */
    public T run(RedisConnection redis, List<String> keys, String... arguments) {
        return run(redis, List.of(new Run(keys, List.of(arguments)))).get(0);
    }

    /** The same, several times: all runs are sent before the first is waited for. */
    public List<T> run(RedisConnection redis, List<Run> runs) {
        RedisAsyncCommands<String, String> commands = redis.commands();
        try {
            return sendOrLoad(redis, commands, runs);
        } catch (RedisCommandExecutionException e) {
            throw RejectedScript.of(e)
                    .<RuntimeException>map(rejected -> rejected)
                    .orElse(e);
        }
    }

    private List<T> sendOrLoad(RedisConnection redis, RedisAsyncCommands<String, String> commands, List<Run> runs) {
        try {
            return send(redis, commands, runs);
        } catch (RedisNoScriptException e) {
            redis.await(commands.scriptLoad(text));
            return send(redis, commands, runs);
        }
    }

    private List<T> send(RedisConnection redis, RedisAsyncCommands<String, String> commands, List<Run> runs) {
        List<RedisFuture<T>> answers = runs.stream()
                .map(run -> commands.<T>evalsha(
                        sha,
                        answer,
                        run.keys().toArray(String[]::new),
                        run.arguments().toArray(String[]::new)))
                .toList();
        return answers.stream().map(redis::await).toList();
    }
}

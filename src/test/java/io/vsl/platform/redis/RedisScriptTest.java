package io.vsl.platform.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.sync.RedisCommands;
import io.vsl.testing.Application;
import io.vsl.testing.Devstack;
import io.vsl.testing.NeedsServers;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts as Redis runs them, and what it means when it doesn't. */
@NeedsServers
class RedisScriptTest {

    private static final RedisScript<String> PUT =
            RedisScript.ofText("redis.call('SET', KEYS[1], ARGV[1]) return ARGV[1]");

    private final RedisConnection redis = Application.shared().bean(RedisConnection.class);
    private final RedisClient client = RedisClient.create(Devstack.shared().get("REDIS_URL"));
    private final RedisCommands<String, String> server = client.connect().sync();
    private final List<String> key = List.of("job:test:" + UUID.randomUUID());

    @AfterEach
    void end() {
        server.configSet("maxmemory", "0");
        client.close();
    }

    @Test
    void oneThatRedisHasForgottenIsSentAgain() {
        assertThat(PUT.run(redis, key, "a")).isEqualTo("a");
        server.scriptFlush();

        assertThat(PUT.run(redis, key, "b")).isEqualTo("b");
        assertThat(server.get(key.get(0))).isEqualTo("b");
    }

    @Test
    void severalRunsAreAnsweredInTheirOrder() {
        CompletionStage<String> first = PUT.send(redis, key, "a");
        CompletionStage<String> second = PUT.send(redis, key, "b");

        assertThat(List.of(RedisConnection.await(first), RedisConnection.await(second)))
                .containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "this is no Lua",
                "return 1 + nil",
                "return redis.call('SET', KEYS[1])",
                "return redis.call('LPUSH', KEYS[1], '1')",
                "return redis.call('PEXPIRE', KEYS[1], 'soon')",
                "return nothing.there"
            })
    void oneThatIsWrongIsRejected(String text) {
        server.set(key.get(0), "a text");

        assertThatThrownBy(() -> RedisScript.ofNumber(text).run(redis, key))
                .isInstanceOf(RejectedScript.class)
                .isNotInstanceOf(RedisException.class);
    }

    @Test
    void aRedisThatTakesNoWritesFromAnybodyHasNotRejectedTheScript() {
        PUT.run(redis, key, "a");
        server.configSet("maxmemory", "1");

        assertThatThrownBy(() -> PUT.run(redis, key, "b")).isInstanceOf(RedisException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "READONLY You can't write against a read only replica.",
                "LOADING Redis is loading the dataset",
                "MISCONF Redis is configured to save RDB snapshots",
                "NOAUTH Authentication required.",
                "ERR Error running script (call to f_5f): @user_script:12: @user_script: 12: -OOM command not allowed"
            })
    void anAnswerAboutTheServerRejectsNothing(String answer) {
        assertThat(RejectedScript.of(new RedisCommandExecutionException(answer)))
                .isEmpty();
    }
}

package io.vsl.platform.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import io.vsl.platform.health.StoreState;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisFaultTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "READONLY You can't write against a read only replica. | REFUSING | true",
                "MASTERDOWN Link with MASTER is down | REFUSING | true",
                "OOM command not allowed when used memory > 'maxmemory'. | REFUSING | false",
                "MISCONF Redis is configured to save RDB snapshots | REFUSING | false",
                "NOREPLICAS Not enough good replicas to write. | REFUSING | false",
                "LOADING Redis is loading the dataset in memory | REFUSING | false",
                "BUSY Redis is busy running a script. | REFUSING | false",
                "WRONGPASS invalid username-password pair or user is disabled. | WRONG | false",
                "NOAUTH Authentication required. | WRONG | false",
                "NOPERM this user has no permissions to run the 'set' command | WRONG | false",
                "ERR invalid password | WRONG | false",
                "ERR AUTH <password> called without any password configured | WRONG | false",
                "ERR DB index is out of range | WRONG | false"
            })
    void whatRedisSaysTellsRefusedFromWrong(String answer, StoreState state, boolean leadsElsewhere) {
        RedisFault refusal = RedisFault.of(new ExecutionException(
                new RedisConnectionException("Unable to connect to x", new RedisCommandExecutionException(answer))));

        assertThat(refusal).isEqualTo(new RedisFault(state, answer, leadsElsewhere));
    }

    @Test
    void whatAScriptIsToldIsTakenAsIfACommandWere() {
        assertThat(RedisFault.of(
                        new ExecutionException(new RedisCommandExecutionException("ERR Error running script (call to "
                                + "f_5f76679618ae666c262227f1dd2b4df50a378029): @user_script:12: @user_script: 12: -READONLY You can't write"
                                + " against a read only replica."))))
                .isEqualTo(new RedisFault(
                        StoreState.REFUSING, "READONLY You can't write against a read only replica.", true));
    }

    @Test
    void whatLiesAtTheBottomIsSaid() {
        assertThat(RedisFault.of(unable(new UnknownHostException("my-redis: Name or service not known"))))
                .isEqualTo(new RedisFault(StoreState.WRONG, "unknown host my-redis", false));
        assertThat(RedisFault.of(unable(new SSLHandshakeException("unable to find valid certification path"))))
                .isEqualTo(new RedisFault(StoreState.WRONG, "TLS: unable to find valid certification path", false));
        assertThat(RedisFault.of(unable(new ConnectException("Connection refused: /127.0.0.1:1"))))
                .isEqualTo(new RedisFault(StoreState.AWAY, "Connection refused: /127.0.0.1:1", false));
        assertThat(RedisFault.of(new TimeoutException()))
                .isEqualTo(new RedisFault(StoreState.AWAY, "it is silent", false));
    }

    private static RedisConnectionException unable(Exception cause) {
        return new RedisConnectionException("Unable to connect to x", cause);
    }
}

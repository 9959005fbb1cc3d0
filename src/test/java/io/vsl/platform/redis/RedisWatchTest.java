package io.vsl.platform.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vsl.platform.loop.EventLoops;
import io.vsl.testing.Devstack;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Proxy;
import java.net.SocketException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of the connection when Redis goes on answering, or stays open, and is of no use. */
@NeedsServers
class RedisWatchTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final String url = Devstack.shared().get("REDIS_URL");
    private final RedisClient client = RedisClient.create(url);
    private final RedisCommands<String, String> server = client.connect().sync();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final EventLoops loops = new EventLoops();
    private RedisConnection redis;
    private Proxy proxy;

    @BeforeEach
    void connect() {
        proxy = Proxy.to(URI.create(url).getPort());
        redis = connection("redis://127.0.0.1:" + proxy.port());
        awaitUp(1);
    }

    @AfterEach
    void end() throws Exception {
        server.replicaofNoOne();
        server.configSet("maxmemory", "0");
        redis.stop();
        proxy.close();
        client.close();
        loops.close();
    }

    private RedisConnection connection(String url) {
        RedisConnection started = new RedisConnection(
                new RedisProperties(
                        url,
                        Duration.ofMillis(500),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(5),
                        Duration.ofHours(24)),
                loops,
                meters,
                Clock.systemUTC());
        started.start();
        return started;
    }

    private void awaitUp(double up) {
        Awaitility.await("up to be " + up)
                .atMost(SOON)
                .until(() ->
                        meters.get("vsl.store.up").tag("store", "redis").gauge().value() == up);
    }

    @Test
    void aConnectionThatHasFallenSilentIsReplaced() {
        proxy.silence();

        awaitUp(0);
        awaitUp(1);
        assertThat(redis.<String>ask(commands -> commands.set("job:test", "1"))).isEqualTo("OK");
    }

    /** One that is opened and never answered would be waited for while Redis is long back. */
    @Test
    void aConnectionThatIsNotAnsweredAtItsBeginningIsGivenUpSoon() {
        proxy.hold();
        awaitUp(0);
        Awaitility.await("connections that nobody answers")
                .pollDelay(Duration.ofSeconds(3))
                .until(() -> true);

        proxy.release();

        awaitUp(1);
    }

    @Test
    void aConnectionThatBreaksUnderACommandIsRedisThatIsAway() {
        AsyncCommand<String, String, String> sent =
                new AsyncCommand<>(new Command<>(CommandType.PING, new StatusOutput<>(StringCodec.UTF8)));
        sent.completeExceptionally(new SocketException("Connection reset"));

        assertThatThrownBy(() -> redis.ask(commands -> sent))
                .isInstanceOf(RedisException.class)
                .hasMessageContaining("Connection reset");
    }

    @Test
    void whileRedisIsFrozenCommandsFailAtOnceAndThenItIsThereAgain() {
        Devstack.shared().pause("redis");
        try {
            awaitUp(0);
            Instant begun = Instant.now();
            for (int i = 0; i < 20; i++) {
                assertThatThrownBy(() -> redis.ask(commands -> commands.get("job:test")))
                        .isInstanceOf(RedisException.class)
                        .hasMessageContaining("away");
            }
            assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofMillis(200));
        } finally {
            Devstack.shared().resume("redis");
        }
        awaitUp(1);
    }

    @Test
    void aReplicaIsReadAndNotBelievedAndThePrimaryIsUsedAgain() {
        server.set("job:test", "before");
        Instant before = redis.answersSince();
        server.replicaof("127.0.0.1", 1);

        awaitUp(0);
        assertThat(RedisConnection.await(redis.takesWrites())).isFalse();
        assertThat(redis.<String>ask(commands -> commands.get("job:test"))).isEqualTo("before");
        assertThatThrownBy(() -> redis.ask(commands -> commands.set("job:test", "1")))
                .isInstanceOf(RedisCommandExecutionException.class)
                .hasMessageStartingWith("READONLY");

        server.replicaofNoOne();
        awaitUp(1);
        assertThat(RedisConnection.await(redis.takesWrites())).isTrue();
        assertThat(redis.answersSince()).isAfter(before);
    }

    @Test
    void oneThatIsFullIsNotBelievedBeforeTheWatchHasSeenIt() {
        Instant before = redis.answersSince();
        server.configSet("maxmemory", "1");

        assertThat(RedisConnection.await(redis.takesWrites())).isFalse();
        assertThat(redis.answersSince()).isAfter(before);

        awaitUp(0);
        server.configSet("maxmemory", "0");
        awaitUp(1);
    }

    @Test
    void aRestartIsNoticedAtOnce() {
        Devstack.shared().stop("redis");
        awaitUp(0);
        Devstack.shared().start("redis");
        awaitUp(1);
    }
}

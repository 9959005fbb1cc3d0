package io.vsl.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.vsl.testing.Client;
import io.vsl.testing.Database;
import io.vsl.testing.Devstack;
import io.vsl.testing.NeedsServers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Stores that answer, or stay connected, and are of no use for a while, in the middle of a stream of jobs: the stages
 * go on soon after, nothing is lost or paid for twice, and the status is never behind the list.
 */
@NeedsServers
class StoresThatRefuseTest {

    private static final Duration BACK_WITHIN = Duration.ofSeconds(10);

    private static Installation vsl;

    private final Queue<String> jobs = new ConcurrentLinkedQueue<>();
    private final Map<String, String> takenBack = new ConcurrentHashMap<>();
    private final AtomicBoolean over = new AtomicBoolean();

    @BeforeAll
    static void start() {
        vsl = Installation.complete();
    }

    @AfterAll
    static void stop() {
        vsl.close();
    }

    private enum Fault {

        /** As after a failover: sessions break, new ones are read-only for as long as they live. */
        READ_ONLY_SESSIONS {
            @Override
            void begin() {
                Database.shared()
                        .execute("ALTER DATABASE %s SET default_transaction_read_only = on".formatted(database()));
                Database.shared()
                        .execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s'"
                                .formatted(database()));
            }

            @Override
            void end() {
                Database.shared()
                        .execute("ALTER DATABASE %s RESET default_transaction_read_only".formatted(database()));
            }
        },
        READ_ONLY_SERVER {
            @Override
            void begin() {
                Database.shared().execute("ALTER SYSTEM SET default_transaction_read_only = on");
                Database.shared().execute("SELECT pg_reload_conf()");
            }

            @Override
            void end() {
                Database.shared().execute("ALTER SYSTEM RESET default_transaction_read_only");
                Database.shared().execute("SELECT pg_reload_conf()");
            }
        },
        FROZEN_REDIS {
            @Override
            void begin() {
                Devstack.shared().pause("redis");
            }

            @Override
            void end() {
                Devstack.shared().resume("redis");
            }
        },
        REDIS_AS_REPLICA {
            @Override
            void begin() {
                redis(redis -> redis.replicaof("127.0.0.1", 1));
            }

            @Override
            void end() {
                redis(redis -> redis.replicaofNoOne());
            }
        },
        FULL_REDIS {
            @Override
            void begin() {
                redis(redis -> redis.configSet("maxmemory", "1"));
            }

            @Override
            void end() {
                redis(redis -> redis.configSet("maxmemory", "0"));
            }
        };

        abstract void begin();

        abstract void end();

        private static String database() {
            return vsl.database().query("SELECT current_database()").get(0);
        }

        private static <T> T redis(Function<RedisCommands<String, String>, T> asked) {
            try (RedisClient client = RedisClient.create(Devstack.shared().get("REDIS_URL"))) {
                return asked.apply(client.connect().sync());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void forAWhile(Fault fault) {
        happensAmongJobs(fault, Duration.ofSeconds(10), 60);
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource
    void forAMinute(Fault fault) {
        happensAmongJobs(fault, Duration.ofSeconds(60), 300);
    }

    private void happensAmongJobs(Fault fault, Duration lasts, int number) {
        Duration calm = Duration.ofSeconds(3);
        CompletableFuture<Void> stream = CompletableFuture.runAsync(
                () -> submit(number, lasts.plus(calm).plus(calm).dividedBy(number)));
        CompletableFuture<Void> reader = CompletableFuture.runAsync(this::readUntilOver);
        Awaitility.await().pollDelay(calm).until(() -> true);

        fault.begin();
        try {
            Awaitility.await().pollDelay(lasts).atMost(lasts.plusSeconds(5)).until(() -> true);
        } finally {
            fault.end();
        }
        List<Long> done = done();
        String late = vsl.submit(1).get(0);
        Awaitility.await("all to be back")
                .atMost(BACK_WITHIN)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    List<Long> now = done();
                    return IntStream.range(0, done.size()).allMatch(store -> now.get(store) > done.get(store));
                });

        stream.join();
        jobs.add(late);
        vsl.assertCompletedOnce(jobs);
        over.set(true);
        reader.join();
        assertThat(jobs).hasSize(number + 1);
        assertThat(takenBack)
                .as("ended in the list, and then not in the status")
                .isEmpty();
    }

    private void submit(int number, Duration every) {
        Instant begun = Instant.now();
        for (int i = 0; i < number; i++) {
            Instant due = begun.plus(every.multipliedBy(i));
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(5))
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> !Instant.now().isBefore(due));
            jobs.addAll(vsl.submit(1));
        }
    }

    /** Whatever the list says has ended is asked for by itself at once. */
    private void readUntilOver() {
        Set<String> seen = new HashSet<>();
        while (!over.get()) {
            List<String> ended = new ArrayList<>();
            for (JsonNode job :
                    vsl.client().get("/jobs?status=completed&limit=100").body().path("jobs")) {
                if (jobs.contains(job.path("jobId").asText())
                        && seen.add(job.path("jobId").asText())) {
                    ended.add(job.path("jobId").asText());
                }
            }
            for (String jobId : ended) {
                Client.Answer answer = vsl.client().status(jobId);
                if (answer.status() != 503
                        && !answer.body().path("status").asText().equals("completed")) {
                    takenBack.put(jobId, answer.status() + " " + answer.body());
                }
            }
        }
    }

    /** What generate, conclude and the sinks of PostgreSQL and Redis have done so far. */
    private List<Long> done() {
        List<Long> rows = vsl.database().query("""
                SELECT count(*) FROM prediction_attempts UNION ALL
                SELECT count(*) FROM job_outcomes
                UNION ALL SELECT count(*) FROM job_events""").stream().map(Long::valueOf).toList();
        long ended = jobs.isEmpty()
                ? 0
                : Fault.redis(redis -> redis.exists(
                        jobs.stream().map(jobId -> "job:ended:" + jobId).toArray(String[]::new)));
        return Stream.concat(rows.stream(), Stream.of(ended)).toList();
    }
}

package io.vsl.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Devstack;
import io.vsl.testing.Http;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A user's budget pays for as many jobs as it can and not one more, however they come and whoever dies. */
@NeedsServers
class BudgetsAreExactTest {

    private static final Logger LOG = LoggerFactory.getLogger(BudgetsAreExactTest.class);

    private static final String USER = "spender";

    /** For 0.003 USD. */
    private static final String REQUEST = """
            {"userId":"spender","mediaType":"image","modelId":"flux-schnell","prompt":"a fox"}""";

    private static final Duration OUTCOMES = Duration.ofMinutes(4);

    private static JsonNode operator(Application admin, String method, String path, String body) {
        HttpResponse<String> answer = Http.send(Http.to(admin.url() + path)
                .header("X-API-Key", Devstack.shared().get("VSL_OPERATOR_KEY"))
                .method(method, BodyPublishers.ofString(body)));
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
        return Http.json(answer.body());
    }

    /** The user's key. */
    private static String limited(Installation vsl, String limits) {
        Application admin = vsl.start("admin");
        operator(admin, "PUT", "/admin/users/" + USER + "/limits", limits);
        return operator(admin, "POST", "/admin/keys", "{\"userId\":\"%s\"}".formatted(USER))
                .path("key")
                .asText();
    }

    /** The counts beside the budget. */
    private static List<String> counted(Installation vsl) {
        return vsl.database().query("SELECT reserved || ' ' || spent FROM user_limits WHERE user_id = 'spender'");
    }

    /** How the jobs ended, by their status and, of those that failed, code. */
    private static Map<String, Long> ends(Installation vsl, Collection<String> jobs) {
        Map<String, Long> ends = vsl.outcomes().entrySet().stream()
                .filter(job -> jobs.contains(job.getKey()))
                .map(job -> {
                    assertThat(job.getValue()).as(job.getKey()).hasSize(1);
                    JsonNode outcome = Http.json(job.getValue().iterator().next());
                    return outcome.path("status").asText()
                            + outcome.at("/error/code").asText();
                })
                .collect(Collectors.groupingBy(end -> end, Collectors.counting()));
        LOG.info("How jobs ended: {}", ends);
        return ends;
    }

    private static void awaitEnds(Installation vsl, Collection<String> jobs) {
        Awaitility.await("outcomes")
                .atMost(OUTCOMES)
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> vsl.outcomes().keySet().containsAll(jobs));
    }

    /**
     * Sends requests until none is taken any more; how often each status was answered to those that were counted, which
     * none is while Redis is silent.
     */
    private static Map<Integer, Long> submitFrom(int callers, Client client, Collection<String> jobs) throws Exception {
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<List<Integer>>> work = IntStream.range(0, callers)
                    .<Callable<List<Integer>>>mapToObj(caller -> () -> {
                        List<Integer> own = new ArrayList<>();
                        while (!own.contains(429)) {
                            Client.Answer answer = client.submit(REQUEST);
                            if (answer.response()
                                    .headers()
                                    .firstValue("X-RateLimit-Limit")
                                    .isPresent()) {
                                own.add(answer.status());
                            }
                            if (answer.status() == 202) {
                                jobs.add(answer.body().path("jobId").asText());
                            }
                        }
                        return own;
                    })
                    .toList();
            for (Future<List<Integer>> one : threads.invokeAll(work)) {
                statuses.addAll(one.get());
            }
        }
        return statuses.stream().collect(Collectors.groupingBy(status -> status, Collectors.counting()));
    }

    @Test
    void asManyJobsRunAsTheBudgetPaysForAndAsManyRequestsAreTakenAsTheLimitAllows() throws Exception {
        try (Installation vsl = Installation.without("admit", "generate")) {
            vsl.set("VSL_REPLICATE_CREATIONS_PER_MINUTE", "30000");
            // Who is not answered in time is taken uncounted.
            vsl.set("vsl.redis.timeout", "10s");
            vsl.stopAll();
            vsl.startAll();
            String key = limited(vsl, "{\"budget\":1.5,\"requestsPerHour\":1000}");
            vsl.start("admit");
            vsl.start("admit");
            Collection<String> jobs = ConcurrentHashMap.newKeySet();
            List<String> produced = IntStream.range(0, 600)
                    .mapToObj(i -> UUID.randomUUID().toString())
                    .toList();
            Map<Integer, Long> statuses;
            try (ExecutorService beside = Executors.newSingleThreadExecutor()) {
                Future<?> producing = beside.submit(() -> {
                    for (int from = 0; from < produced.size(); from += 50) {
                        Log.produce(produced.subList(from, from + 50).stream()
                                .map(jobId -> Log.record(vsl.topic("job.requested"), jobId, REQUEST))
                                .toList());
                    }
                });
                statuses = submitFrom(64, vsl.client(key), jobs);
                producing.get();
            }
            vsl.start("generate");
            jobs.addAll(produced);
            LOG.info("{} answers over REST, {} jobs together", statuses, jobs.size());

            assertThat(statuses.getOrDefault(202, 0L) + statuses.getOrDefault(402, 0L))
                    .isEqualTo(1000);
            assertThat(statuses.keySet()).isSubsetOf(202, 402, 429);
            awaitEnds(vsl, jobs);
            assertThat(ends(vsl, jobs))
                    .isEqualTo(Map.of("completed", 500L, "failedBUDGET_EXCEEDED", jobs.size() - 500L));
            assertThat(counted(vsl)).containsExactly("0.0000 1.5000");
            JsonNode usage = vsl.client(key).get("/usage").body();
            assertThat(usage.path("jobs").asInt()).isEqualTo(500);
            assertThat(usage.path("left").decimalValue()).isZero();

            readAgain(vsl);

            assertThat(counted(vsl)).containsExactly("0.0000 1.5000");
            assertThat(vsl.client(key).get("/usage").body()).isEqualTo(usage);
            assertThat(ends(vsl, jobs).get("completed")).isEqualTo(500);
        }
    }

    /** All that admit and conclude have read since the beginning. */
    private static void readAgain(Installation vsl) {
        Log.replay(vsl.topic("admit.retry"), Log.read(vsl.topic("job.requested")));
        Log.awaitDrained(vsl.topic("admit"), List.of(vsl.topic("job.requested"), vsl.topic("admit.retry")));
        Log.replay(vsl.topic("conclude.retry"), Log.read(vsl.topic("outcome.proposed")));
        Log.awaitDrained(vsl.topic("conclude"), List.of(vsl.topic("outcome.proposed"), vsl.topic("conclude.retry")));
    }

    /** Decided, and not told; told, and not committed. */
    @ParameterizedTest
    @CsvSource({
        "admit, after admit-remember",
        "admit, before admit-commit",
        "conclude, after conclude-charge",
        "conclude, after conclude-remember",
        "conclude, before conclude-commit"
    })
    void whereverTheProcessIsKilledThatReservesOrSettles(String stage, String failpoint) {
        try (Installation vsl = Installation.without(stage)) {
            String key = limited(vsl, "{\"budget\":0.012}");
            List<String> early = Stream.generate(() -> vsl.client(key).submitted(REQUEST))
                    .limit(3)
                    .toList();
            try (Victim victim = vsl.victim(stage, failpoint)) {
                victim.killThere();
            }
            List<String> produced = IntStream.range(0, 3)
                    .mapToObj(i -> UUID.randomUUID().toString())
                    .toList();
            List<ProducerRecord<byte[], byte[]>> late = produced.stream()
                    .map(jobId -> Log.record(vsl.topic("job.requested"), jobId, REQUEST))
                    .toList();
            Log.produce(late);

            vsl.start(stage);

            List<String> jobs = Stream.concat(early.stream(), produced.stream()).toList();
            awaitEnds(vsl, jobs);
            assertThat(ends(vsl, jobs)).isEqualTo(Map.of("completed", 4L, "failedBUDGET_EXCEEDED", 2L));
            assertThat(counted(vsl)).containsExactly("0.0000 0.0120");
            readAgain(vsl);
            assertThat(counted(vsl)).containsExactly("0.0000 0.0120");
        }
    }
}

package io.vsl.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vsl.job.ErrorCode;
import io.vsl.job.Estimate;
import io.vsl.job.Job;
import io.vsl.job.JobCompleted;
import io.vsl.job.JobError;
import io.vsl.job.JobRequest;
import io.vsl.job.MediaType;
import io.vsl.platform.json.JsonConfiguration;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Devstack;
import io.vsl.testing.EventReader;
import io.vsl.testing.EventReader.Event;
import io.vsl.testing.Http;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Records;
import io.vsl.testing.VslProcess;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Streams hold nobody up: not one that is not read, and not thousands. */
@NeedsServers
class StreamsTest {

    private static final Logger LOG = LoggerFactory.getLogger(StreamsTest.class);

    private static final ObjectMapper JSON = JsonConfiguration.json();

    private static final String KEY = Devstack.shared().get("VSL_API_KEY");

    private static final String OPERATOR = Devstack.shared().get("VSL_OPERATOR_KEY");

    private static final String IMAGE = """
            {"mediaType":"image","modelId":"flux-schnell","parameters":{"prompt":"a fox"}}""";

    /** More than the system holds between two sockets. */
    private static final int LARGE = 300_000;

    private static final int MANY_LARGE = 100;

    private static void tellLargeOutcome(String topic, String userId) throws Exception {
        JobRequest request = new JobRequest(
                userId,
                MediaType.IMAGE,
                "flux-schnell",
                JsonNodeFactory.instance.objectNode(),
                null,
                JsonNodeFactory.instance.objectNode().put("much", "x".repeat(LARGE)));
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Job job = Job.pending(
                UUID.randomUUID(),
                request,
                now,
                new Estimate(BigDecimal.ONE, new BigDecimal("0.003"), null, List.of()));
        byte[] value = JSON.writeValueAsBytes(
                new JobCompleted(job.failed(JobError.of(ErrorCode.TIMEOUT, "as the test wants it"), now)));
        Records.produce(topic, Records.bytes(job.jobId().toString()), value, Map.of());
    }

    @Test
    void aReaderThatStopsReadingIsCutOffAndNobodyElseNotices() throws Exception {
        try (Application vsl = Application.start(Map.of());
                EventReader reads = EventReader.open(vsl.url() + "/jobs/events", KEY, null);
                Socket stops = new Socket()) {
            stops.setReceiveBufferSize(4096);
            URI at = URI.create(vsl.url());
            stops.connect(new InetSocketAddress(at.getHost(), at.getPort()));
            stops.getOutputStream()
                    .write("GET /jobs/events HTTP/1.1\r\nHost: x\r\nX-API-Key: %s\r\n\r\n"
                            .formatted(KEY)
                            .getBytes(StandardCharsets.UTF_8));
            assertThat(stops.getInputStream().read()).as("it has begun").isEqualTo('H');
            MeterRegistry meters = vsl.bean(MeterRegistry.class);
            Awaitility.await().until(() -> streams(meters) == 2);

            for (int i = 0; i < MANY_LARGE; i++) {
                tellLargeOutcome(vsl.topic("job.completed"), "user123");
                assertThat(reads.next().type()).isEqualTo("job.completed");
            }

            Awaitility.await("the one that does not read is cut off").until(() -> streams(meters) == 1);
            assertThat(meters.find("vsl.connection.refused")
                            .tag("reason", "slow-stream")
                            .counter()
                            .count())
                    .isEqualTo(1);
            Client client = new Client(vsl.url());
            String jobId = client.submitted(IMAGE);
            client.awaitOutcome(jobId);
            Event event = reads.next();
            assertThat(event.data().path("jobId").asText()).isEqualTo(jobId);
        }
    }

    private static double streams(MeterRegistry meters) {
        return meters.find("vsl.http.streams").gauge().value();
    }

    @Test
    void aProcessThatStopsEndsItsStreamsWhichGoOnElsewhere() {
        try (Application vsl = Application.start(Map.of())) {
            Map<String, String> beside = Map.of(
                    "VSL_STAGES", "status", "VSL_TOPIC_PREFIX", vsl.topic("").replace(".", ""));
            Client client = new Client(vsl.url());
            List<Event> got = new ArrayList<>();
            String last;
            Application goes = Application.start(beside);
            try (EventReader events = EventReader.open(goes.url() + "/jobs/events", KEY, null)) {
                client.submitted(IMAGE);
                got.add(events.next());
                last = got.getFirst().id();
                goes.close();
                for (Event event : events.rest()) {
                    got.add(event);
                    last = event.id();
                }
            }
            try (Application comes = Application.start(beside);
                    EventReader events = EventReader.open(comes.url() + "/jobs/events", KEY, last)) {
                while (!got.getLast().type().equals("job.completed")) {
                    got.add(events.next());
                }
            }

            assertThat(got).extracting(Event::type).startsWith("job.accepted").doesNotHaveDuplicates();
        }
    }

    /** Streams of one process while jobs run, and how long these took without and with them. */
    @Test
    @Tag("long")
    void thousandsOfStreamsAreToldTheirEventsAndTheJobsRunAsBefore() throws Exception {
        int jobs = 500;
        int streams = 5000;
        String prefix = "t" + UUID.randomUUID().toString().substring(0, 8);
        Map<String, String> settings = Map.of(
                "VSL_TOPIC_PREFIX", prefix,
                "VSL_REQUESTS_PER_HOUR", "0",
                "VSL_REQUESTS_PER_DAY", "0",
                "VSL_STREAMS_PER_USER", "10000",
                "VSL_MAX_CONNECTIONS", "12000");
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try (VslProcess vsl = VslProcess.launch("io.vsl.Vsl", "512m", settings)) {
            vsl.awaitReady();
            run(vsl, jobs / 5);
            long without = run(vsl, jobs);
            HttpClient http = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(streams));
            Map<String, AtomicInteger> told = new ConcurrentHashMap<>();
            AtomicInteger open = new AtomicInteger();
            for (int i = 0; i < streams; i++) {
                follow(
                        http,
                        vsl.url(),
                        "u" + i % jobs,
                        open,
                        told.computeIfAbsent("s" + i, none -> new AtomicInteger()));
                if (i % 100 == 0) {
                    int least = i - 200;
                    Awaitility.await().until(() -> open.get() > least);
                }
            }
            Awaitility.await().until(() -> open.get() == streams);
            double heap = metric(vsl, "jvm_memory_used_bytes\\{.*area=\"heap\".*");
            double threads = metric(vsl, "jvm_threads_live_threads.*");

            long with = run(vsl, jobs);

            Awaitility.await().until(() -> told.values().stream().allMatch(each -> each.get() >= 1));
            LOG.info(
                    "{} streams open: heap {} MiB, {} threads; {} jobs took {} ms without and {} ms with them, {} times",
                    streams,
                    Math.round(heap / (1 << 20)),
                    Math.round(threads),
                    jobs,
                    without,
                    with,
                    (double) with / without);
            assertThat(told.values()).hasSize(streams).allMatch(each -> each.get() == 1);
        } finally {
            vertx.close();
        }
    }

    /** One job of each of so many users; in milliseconds. */
    private static long run(VslProcess vsl, int count) {
        Client client = new Client(vsl.url(), OPERATOR);
        long begun = System.nanoTime();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(client.submitted(
                    IMAGE.replace("{\"mediaType\"", "{\"userId\":\"u%d\",\"mediaType\"".formatted(i))));
        }
        ids.forEach(client::awaitOutcome);
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    }

    private static void follow(HttpClient http, String url, String userId, AtomicInteger open, AtomicInteger outcomes) {
        URI at = URI.create(url);
        http.request(HttpMethod.GET, at.getPort(), at.getHost(), "/jobs/events?userId=" + userId)
                .compose(request -> request.putHeader("X-API-Key", OPERATOR).send())
                .onSuccess(response -> {
                    open.incrementAndGet();
                    StringBuilder line = new StringBuilder();
                    response.handler(bytes -> {
                        line.append(bytes.toString(StandardCharsets.UTF_8));
                        for (int end = line.indexOf("\n"); end >= 0; end = line.indexOf("\n")) {
                            if (line.substring(0, end).equals("event: job.completed")) {
                                outcomes.incrementAndGet();
                            }
                            line.delete(0, end + 1);
                        }
                    });
                })
                .onFailure(failure -> LOG.error("A stream did not open", failure));
    }

    private static double metric(VslProcess vsl, String pattern) {
        return Http.send(Http.to(vsl.url() + "/metrics"))
                .body()
                .lines()
                .filter(line -> line.matches(pattern))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}

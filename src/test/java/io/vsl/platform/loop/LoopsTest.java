package io.vsl.platform.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Devstack;
import io.vsl.testing.Http;
import io.vsl.testing.NeedsServers;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.Test;

/** Nothing waits on an event loop, as Flight Recorder sees it. */
@NeedsServers
class LoopsTest {

    /** How long each may take: a lock that is held for a moment is no wait. */
    private static final Map<String, Duration> WAITS = Map.of(
            "jdk.ThreadSleep", Duration.ZERO,
            "jdk.JavaMonitorWait", Duration.ZERO,
            "jdk.SocketRead", Duration.ZERO,
            "jdk.ThreadPark", Duration.ofMillis(20),
            "jdk.JavaMonitorEnter", Duration.ofMillis(20));

    private static final String LOOP = "vert.x-eventloop-thread";

    private static final String GOOD = """
            {"mediaType":"image","modelId":"flux-schnell","parameters":{"prompt":"a fox"}}""";

    @Test
    void noRequestWaitsOnALoop() {
        // A key cache of its own, which is empty.
        try (Application application = Application.start(Map.of("VSL_STAGES", "setup,submit,status,webhook,admin"))) {
            assertThat(waitsDuring(() -> askEverything(application.url()))).isEmpty();
        }
    }

    @Test
    void aWaitIsSeen() {
        EventLoops loops = Application.shared().bean(EventLoops.class);

        List<String> waits = waitsDuring(() ->
                CompletableFuture.runAsync(LoopsTest::sleep, loops.group()).join());

        assertThat(waits).hasSize(1);
        assertThat(waits.get(0)).contains("ThreadSleep", "LoopsTest.sleep");
    }

    private static void sleep() {
        try {
            TimeUnit.MILLISECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void askEverything(String url) {
        Client user = new Client(url);
        Client operator = new Client(url, Devstack.shared().get("VSL_OPERATOR_KEY"));
        for (int i = 0; i < 3; i++) {
            assertThat(user.submit(GOOD).status()).isEqualTo(202);
            String jobId = user.submit(GOOD, UUID.randomUUID().toString())
                    .body()
                    .path("jobId")
                    .asText();
            assertThat(user.status(jobId).status()).isEqualTo(200);
            assertThat(user.cancel(jobId).status()).isEqualTo(202);
            user.status(UUID.randomUUID().toString());
            user.get("/jobs?limit=3");
            user.get("/models");
            new Client(url, UUID.randomUUID().toString()).get("/models");
            operator.get("/admin/stages");
            operator.get("/admin/attempts");
            get(url, "/openapi.json", "Authorization: Bearer a.b.c");
            get(url, "/jobs", "Authorization: Bearer a.b.c");
            get(url, "/health/ready", "Accept: */*");
            get(url, "/metrics", "Accept: */*");
            Http.send(Http.to(url + "/webhook/replicate?context=1.b.c").POST(BodyPublishers.ofString("{}")));
        }
    }

    private static void get(String url, String path, String header) {
        Http.raw(url, "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + header + "\r\n\r\n");
    }

    private static List<String> waitsDuring(Runnable requests) {
        List<String> waits = new CopyOnWriteArrayList<>();
        try (RecordingStream recording = new RecordingStream()) {
            WAITS.forEach((event, threshold) -> {
                recording.enable(event).withThreshold(threshold).withStackTrace();
                recording.onEvent(event, found -> {
                    if (found.getThread() != null
                            && found.getThread().getJavaName() != null
                            && found.getThread().getJavaName().startsWith(LOOP)
                            && isBlocking(found)) {
                        waits.add(told(found));
                    }
                });
            });
            recording.startAsync();
            requests.run();
            recording.stop();
        }
        return waits;
    }

    /** The loops' own reads, which don't block, are events too; and what wakes a loop up may wait for a processor. */
    private static boolean isBlocking(RecordedEvent event) {
        String where =
                event.getStackTrace().getFrames().get(0).getMethod().getType().getName();
        return switch (event.getEventType().getName()) {
            case "jdk.SocketRead" -> !where.startsWith("io.netty.buffer.");
            case "jdk.JavaMonitorEnter" -> !where.equals("sun.nio.ch.EPollSelectorImpl");
            default -> true;
        };
    }

    private static String told(RecordedEvent event) {
        return event.getEventType().getName() + " for " + event.getDuration() + " at\n" + event.getStackTrace();
    }
}

package io.vsl.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpMethod;
import io.vsl.bench.reference.HttpToRedis;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The status of a completed job that Redis has: authenticated, with links; beside a server that reads the same key. */
final class StatusScenario implements Scenario {

    private static final String NAME = "status";

    private static final int JOBS = 100;

    private static final int LOOKS = 600;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Contest> run(Run run) throws Exception {
        String apiKey = run.servers().get("VSL_API_KEY");
        List<String> jobs = completed(run, apiKey);
        AtomicInteger turn = new AtomicInteger();
        Supplier<String> path = () -> "/status/" + jobs.get(turn.getAndIncrement() % JOBS);
        try (Program vsl = run.vsl("setup,status", Map.of())) {
            return HttpContest.hold(
                    run,
                    NAME,
                    vsl,
                    Map.entry(HttpToRedis.class, "Tomcat + Lettuce GET"),
                    Map.of("KEY_PREFIX", "job:status:", "TOPIC", "none"),
                    program -> request(program, path, apiKey));
        }
    }

    private static Load.Request request(Program program, Supplier<String> path, String apiKey) {
        return new Load.Request(HttpMethod.GET, program.port(), path, Map.of("X-API-Key", apiKey), new byte[0], 200);
    }

    /** Jobs that the whole of the application has brought to their end. */
    private List<String> completed(Run run, String apiKey) throws IOException, InterruptedException {
        try (Program vsl = run.vsl("all", Map.of("VSL_REDIS_TERMINALTTL", "1h"))) {
            List<String> jobs = new ArrayList<>();
            for (int i = 0; i < JOBS; i++) {
                JsonNode accepted = send(HttpRequest.newBuilder(URI.create(vsl.url() + "/generate-media"))
                        .header("X-API-Key", apiKey)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("""
                                {"mediaType":"image","modelId":"flux-schnell","prompt":"a lighthouse"}""")));
                jobs.add(accepted.path("jobId").asText());
            }
            for (String jobId : jobs) {
                awaitCompleted(HttpRequest.newBuilder(URI.create(vsl.url() + "/status/" + jobId))
                        .header("X-API-Key", apiKey));
            }
            return jobs;
        }
    }

    private void awaitCompleted(HttpRequest.Builder status) throws IOException, InterruptedException {
        for (int i = 0; i < LOOKS; i++) {
            if (send(status).path("status").asText().equals("completed")) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new IllegalStateException("A job does not complete");
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return json.readTree(
                http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body());
    }
}

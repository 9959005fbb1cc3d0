package io.vsl.bench;

import io.vertx.core.http.HttpMethod;
import io.vsl.bench.reference.HttpToKafka;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A job is taken: authenticated, counted, checked, put into Kafka; beside a server that puts bytes into Kafka. */
final class IngressScenario implements Scenario {

    private static final Goal GOAL = Goal.atLeast("ingress", "requests/s", "Tomcat -> Kafka", 0.7);

    static final byte[] BODY = """
            {"mediaType":"image","modelId":"flux-schnell","prompt":"a lighthouse in a storm, oil on canvas",\
            "parameters":{"aspect_ratio":"16:9","num_outputs":2},"metadata":{"order":"4711"}}""".getBytes(StandardCharsets.UTF_8);

    /** Beyond what the one user of a run can ask for, who is counted all the same. */
    private static final String MANY = "1000000000";

    @Override
    public String name() {
        return GOAL.contest();
    }

    @Override
    public List<Contest> run(Run run) throws Exception {
        try (Program vsl = run.vsl(
                        "setup,submit",
                        Map.of(
                                "VSL_TOPIC_PREFIX",
                                "ingress",
                                "VSL_REQUESTS_PER_HOUR",
                                MANY,
                                "VSL_REQUESTS_PER_DAY",
                                MANY));
                Program reference = run.reference(HttpToKafka.class, Map.of("TOPIC", "ingress.job.requested"))) {
            String apiKey = run.servers().get("VSL_API_KEY");
            return List.of(HttpContest.hold(run, GOAL, request(vsl.port(), apiKey), request(reference.port(), apiKey)));
        }
    }

    private static Load.Request request(int port, String apiKey) {
        return new Load.Request(
                HttpMethod.POST,
                port,
                () -> "/generate-media",
                Map.of("Content-Type", "application/json", "X-API-Key", apiKey),
                BODY,
                202);
    }
}

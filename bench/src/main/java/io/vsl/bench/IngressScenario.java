package io.vsl.bench;

import io.vertx.core.http.HttpMethod;
import io.vsl.bench.HttpContest.Reference;
import io.vsl.bench.reference.ApiOnLoops;
import io.vsl.bench.reference.ApiOnThreads;
import io.vsl.bench.reference.HttpToKafka;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A job is taken: authenticated, counted, checked, put into Kafka; beside a server that puts bytes into Kafka. */
final class IngressScenario implements Scenario {

    private static final String NAME = "ingress";

    /** Nothing is checked there: the limit of what HTTP and Kafka allow. */
    private static final Goal BARE = Goal.atLeast("ingress", "requests/s", "bare: Tomcat -> Kafka", 0);

    private static final Goal LOOPS =
            Goal.atLeast("ingress, event loops", HttpContest.UNIT, "the same by hand on Vert.x", 0.85);

    private static final Goal THREADS =
            Goal.atLeast("ingress, threads", HttpContest.UNIT, "the same by hand on virtual threads", 1);

    static final byte[] BODY = """
            {"mediaType":"image","modelId":"flux-schnell","prompt":"a lighthouse in a storm, oil on canvas",\
            "parameters":{"aspect_ratio":"16:9","num_outputs":2},"metadata":{"order":"4711"}}""".getBytes(StandardCharsets.UTF_8);

    /** Beyond what the one user of a run can ask for, who is counted all the same. */
    private static final String MANY = "1000000000";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Contest> run(Run run) throws Exception {
        Map<String, String> topic = Map.of("TOPIC", "ingress.job.requested");
        try (Program vsl = run.vsl(
                        "setup,submit",
                        Map.of(
                                "VSL_TOPIC_PREFIX",
                                "ingress",
                                "VSL_REQUESTS_PER_HOUR",
                                MANY,
                                "VSL_REQUESTS_PER_DAY",
                                MANY));
                Program bare = run.reference(HttpToKafka.class, topic);
                Program loops = run.reference(ApiOnLoops.class, topic);
                Program threads = run.reference(ApiOnThreads.class, topic)) {
            String apiKey = run.servers().get("VSL_API_KEY");
            return HttpContest.hold(
                    run,
                    vsl,
                    request(vsl, apiKey),
                    List.of(
                            new Reference(bare, request(bare, apiKey), BARE, false),
                            new Reference(loops, request(loops, apiKey), LOOPS, true),
                            new Reference(threads, request(threads, apiKey), THREADS, true)));
        }
    }

    private static Load.Request request(Program program, String apiKey) {
        return new Load.Request(
                HttpMethod.POST,
                program.port(),
                () -> "/generate-media",
                Map.of("Content-Type", "application/json", "X-API-Key", apiKey),
                BODY,
                202);
    }
}

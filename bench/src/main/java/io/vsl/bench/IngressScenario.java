package io.vsl.bench;

import io.vertx.core.http.HttpMethod;
import io.vsl.bench.reference.HttpToKafka;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A job is taken: authenticated, counted, checked, put into Kafka; beside a server that puts bytes into Kafka. */
final class IngressScenario implements Scenario {

    private static final String NAME = "ingress";

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
        try (Program vsl = vsl(run, NAME)) {
            return HttpContest.hold(
                    run,
                    NAME,
                    vsl,
                    Map.entry(HttpToKafka.class, "Tomcat -> Kafka"),
                    Map.of("TOPIC", NAME + ".job.requested"),
                    program -> request(run, program));
        }
    }

    /** The application as far as it takes jobs, however many. */
    static Program vsl(Run run, String topics) throws IOException, InterruptedException {
        return run.vsl(
                "setup,submit",
                Map.of("VSL_TOPIC_PREFIX", topics, "VSL_REQUESTS_PER_HOUR", MANY, "VSL_REQUESTS_PER_DAY", MANY));
    }

    /** A job. */
    static Load.Request request(Run run, Program program) {
        return new Load.Request(
                HttpMethod.POST,
                program.port(),
                () -> "/generate-media",
                Map.of(
                        "Content-Type",
                        "application/json",
                        "X-API-Key",
                        run.servers().get("VSL_API_KEY")),
                BODY,
                202);
    }

    /** Warms it up; half the requests a second that it then takes. */
    static double halfOfWhatIsTaken(Run run, Load load, Load.Request request) throws InterruptedException {
        double perSecond = WarmUp.by(run, load, request) / 2;
        run.progress().say("%,.0f requests/s, half of what is taken".formatted(perSecond));
        return perSecond;
    }
}

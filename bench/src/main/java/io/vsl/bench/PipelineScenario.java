package io.vsl.bench;

import io.vertx.core.http.HttpMethod;
import io.vsl.bench.reference.Nothing;
import io.vsl.bench.reference.Pipeline;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Jobs from their requests to their files and rows, the whole of the application in one process; beside programs with
 * the same effects. All stay up through their rounds. The time ends when the last job is completed in every store.
 */
final class PipelineScenario implements Scenario {

    private static final String UNIT = "jobs/s";
    private static final int JOBS_AT_LEAST = 64;

    private static final Duration SHORT = Duration.ofSeconds(2);

    static final String WITHOUT_DYNAMODB =
            "setup,submit,webhook,status,admin,admit,generate,inputs,settle,store,render,cancel,"
                    + "conclude,sink-postgres,sink-redis,poller";

    /** Replicate is to limit nothing and to take next to no time. */
    private static final String AT_ONCE = """
            {"createsPerMinute": 0, "othersPerMinute": 0, "predictSeconds": 1}""";

    private static final String INPUT = """
            {"prompt": "a lighthouse", "aspect_ratio": "21:9", "megapixels": "0.25", "output_format": "jpg"}""";

    private static final byte[] BODY = """
            {"mediaType": "image", "modelId": "flux-schnell", "parameters": %s}""".formatted(INPUT).getBytes(StandardCharsets.UTF_8);

    private final String name;
    private final boolean dynamodb;
    private final List<Opponent> opponents;

    /** A program to compare with. */
    private record Opponent(Goal goal, Reference reference) {}

    @FunctionalInterface
    private interface Reference {
        Program start(Run run, Map<String, String> settings) throws Exception;
    }

    private PipelineScenario(String name, boolean dynamodb, List<Opponent> opponents) {
        this.name = name;
        this.dynamodb = dynamodb;
        this.opponents = opponents;
    }

    static PipelineScenario withDynamodb() {
        return new PipelineScenario("pipeline", true, List.of(byHand("pipeline")));
    }

    /** DynamoDB Local, unlike DynamoDB, takes its processor time from the two. */
    static PipelineScenario withoutDynamodb() {
        String name = "pipeline-without-dynamodb";
        return new PipelineScenario(
                name,
                false,
                List.of(
                        byHand(name),
                        new Opponent(Goal.atLeast("pipeline-node", UNIT, "Express + BullMQ", 1.5), Run::node)));
    }

    private static Opponent byHand(String contest) {
        return new Opponent(
                Goal.atLeast(contest, UNIT, "program by hand", 0.6),
                (run, settings) -> run.reference(Pipeline.class, settings));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Contest> run(Run run) throws Exception {
        simulatorAtOnce(run);
        List<Contest> contests = new ArrayList<>();
        try (Program vsl = run.vsl(dynamodb ? "all" : WITHOUT_DYNAMODB, unlimited(Map.of("VSL_TOPIC_PREFIX", name)));
                Load load = new Load();
                Effects effects = new Effects(run, dynamodb)) {
            double ours = warmUp(run, load, effects, vsl);
            double ceiling = ceiling(run, load);
            for (Opponent opponent : opponents) {
                try (Program theirs =
                        opponent.reference().start(run, dynamodb ? Map.of() : Map.of("DYNAMODB_TABLE", ""))) {
                    int jobs = jobs(run, Math.min(ours, warmUp(run, load, effects, theirs)));
                    run.profiles().begin();
                    run.progress()
                            .say("%s, %,d jobs a round"
                                    .formatted(opponent.goal().reference(), jobs));
                    contests.add(Contest.hold(
                            opponent.goal(),
                            () -> perSecond(run, load, effects, vsl, jobs),
                            () -> perSecond(run, load, effects, theirs, jobs),
                            ceiling,
                            run.rounds(),
                            run.progress()));
                } catch (Skipped e) {
                    run.progress().say(opponent.goal().reference() + " skipped: " + e.getMessage());
                }
            }
        }
        return contests;
    }

    /** Of a round in which so many are done in a second. */
    private static int jobs(Run run, double perSecond) {
        return Math.max(JOBS_AT_LEAST, (int) (perSecond * run.round().toSeconds()));
    }

    /**
     * Until it gets no faster, in a full run.
     *
     * @return what it reached at last, in a round that began warm
     */
    static double warmUp(Run run, Load load, Effects effects, Program program) throws Exception {
        WarmUp warmUp = new WarmUp(run);
        double reached = 0;
        do {
            reached = perSecond(run, load, effects, program, jobs(run, reached));
        } while (warmUp.goesOn(reached));
        return perSecond(run, load, effects, program, jobs(run, reached));
    }

    private static double perSecond(Run run, Load load, Effects effects, Program program, int jobs) throws Exception {
        Instant since = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        long begin = System.nanoTime();
        load.run(request(run, program), jobs);
        return jobs / ((effects.await(since, jobs) - begin) / 1e9);
    }

    /** Predictions that the simulator creates and reports. */
    private static double ceiling(Run run, Load load) throws Exception {
        try (Program webhook = run.reference(Nothing.class, Map.of("STATUS", "200"))) {
            byte[] body = """
                    {"input": %s, "webhook": "%s/webhook", "webhook_events_filter": ["completed"]}""".formatted(INPUT, webhook.url()).getBytes(StandardCharsets.UTF_8);
            Load.Request request = new Load.Request(
                    HttpMethod.POST,
                    URI.create(run.servers().get("SIMULATOR_URL")).getPort(),
                    () -> "/v1/models/black-forest-labs/flux-schnell/predictions",
                    Map.of(
                            "Authorization",
                            "Bearer " + run.servers().get("REPLICATE_API_TOKEN"),
                            "Content-Type",
                            "application/json"),
                    body,
                    201);
            return load.run(request, SHORT).perSecond();
        }
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

    /** Settings with which no bucket holds creations back. */
    static Map<String, String> unlimited(Map<String, String> settings) {
        Map<String, String> unlimited = new HashMap<>(settings);
        unlimited.put("VSL_REPLICATE_CREATIONS_PER_MINUTE", "1000000");
        return unlimited;
    }

    static void simulatorAtOnce(Run run) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(run.servers().get("SIMULATOR_URL") + "/_sim/settings"))
                                .timeout(Duration.ofSeconds(10))
                                .PUT(HttpRequest.BodyPublishers.ofString(AT_ONCE))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("The simulator refuses its settings: " + answer.body());
        }
    }
}

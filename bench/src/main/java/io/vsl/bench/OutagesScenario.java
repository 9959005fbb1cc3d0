package io.vsl.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Jobs that come at half the rate that can be taken, while Redis goes away and, later, Kafka is restarted: how long answers
 * take meanwhile. Each request must have one, and one that the API names.
 */
final class OutagesScenario implements Scenario {

    private static final String NAME = "outages";
    private static final Duration REDIS_AWAY = Duration.ofSeconds(10);
    /** From when a server is back until clients, who try less and less often, have found that. */
    private static final Duration SETTLING = Duration.ofSeconds(5);

    /** More than the application lets wait at once: what is beyond is told so, as by any number of callers. */
    private static final int CONNECTIONS = 8_000;

    private static final int ROUNDS_OF_QUIET = 2;

    /** What docs/API.md has for a request that is right. */
    private static final Set<String> NAMED =
            Set.of("202", "429 RATE_LIMIT_EXCEEDED", "503 LOG_UNAVAILABLE", "503 OVERLOADED", "503 KEYS_UNAVAILABLE");

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Of the load, until the next begins.
     *
     * @param from of {@link System#nanoTime}
     */
    record Part(String name, boolean isOutage, long from) {

        /** A request that waits when an outage begins suffers from it. */
        private boolean hadBegunFor(Load.Outcome outcome) {
            return (isOutage ? outcome.answered() : outcome.sent()) - from >= 0;
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Figure> run(Run run) throws Exception {
        try (Program vsl = IngressScenario.vsl(run, NAME);
                Load load = new Load(CONNECTIONS)) {
            Load.Request request = IngressScenario.request(run, vsl);
            double perSecond = IngressScenario.halfOfWhatIsTaken(run, load, request);
            run.profiles().begin();
            Load.Rate rate = load.begin(request, perSecond);
            List<Part> parts = new ArrayList<>();
            quiet(run, parts, "quiet");
            outage(run, parts, "Redis away", "redis", REDIS_AWAY);
            quiet(run, parts, "after Redis");
            outage(run, parts, "Kafka restarted", "kafka", Duration.ZERO);
            quiet(run, parts, "after Kafka");
            return figures(run.progress(), byPart(parts, rate.end()));
        }
    }

    private static void quiet(Run run, List<Part> parts, String name) throws InterruptedException {
        parts.add(new Part(name, false, System.nanoTime()));
        sleep(run.round().multipliedBy(ROUNDS_OF_QUIET));
    }

    private static void outage(Run run, List<Part> parts, String name, String server, Duration lasts)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        parts.add(new Part(name, true, begin));
        run.servers().obey("stop " + server);
        sleep(lasts);
        run.servers().obey("start " + server);
        run.progress().say("%s: %.1f s".formatted(name, (System.nanoTime() - begin) / 1e9));
        sleep(SETTLING);
    }

    private static void sleep(Duration duration) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    }

    static Map<String, List<Load.Outcome>> byPart(List<Part> parts, List<Load.Outcome> outcomes) {
        return outcomes.stream()
                .collect(Collectors.groupingBy(
                        outcome -> parts.reversed().stream()
                                .filter(part -> part.hadBegunFor(outcome))
                                .findFirst()
                                .orElse(parts.getFirst())
                                .name(),
                        LinkedHashMap::new,
                        Collectors.toList()));
    }

    /** @throws IllegalStateException when a request has no answer, or one that nobody would expect */
    static List<Figure> figures(Progress progress, Map<String, List<Load.Outcome>> byPart)
            throws JsonProcessingException {
        Map<String, Integer> wrong = new TreeMap<>();
        List<Figure> figures = new ArrayList<>();
        for (Map.Entry<String, List<Load.Outcome>> part : byPart.entrySet()) {
            Map<String, Integer> kinds = new TreeMap<>();
            for (Load.Outcome outcome : part.getValue()) {
                kinds.merge(kind(outcome), 1, Integer::sum);
            }
            progress.say(part.getKey() + ": " + kinds);
            kinds.forEach((kind, count) -> {
                if (!NAMED.contains(kind)) {
                    wrong.merge(kind, count, Integer::sum);
                }
            });
            List<Double> millis =
                    part.getValue().stream().map(Load.Outcome::millis).toList();
            figures.add(Figure.of(part.getKey() + ": p99", "ms", Contest.percentile(millis, 0.99)));
            figures.add(Figure.of(part.getKey() + ": longest", "ms", Contest.percentile(millis, 1)));
            figures.add(Figure.of(
                    part.getKey() + ": refused",
                    "% of the requests",
                    100.0 - 100.0 * kinds.getOrDefault("202", 0) / millis.size()));
        }
        if (!wrong.isEmpty()) {
            throw new IllegalStateException("Answers that the API does not name, or none: " + wrong);
        }
        return figures;
    }

    /** Its status and code, or why it is none. */
    private static String kind(Load.Outcome outcome) throws JsonProcessingException {
        if (outcome.status() == 0) {
            return "no answer, " + outcome.unexpected();
        }
        if (outcome.unexpected() == null) {
            return Integer.toString(outcome.status());
        }
        String kind = outcome.status() + " "
                + JSON.readTree(outcome.unexpected()).path("code").asText();
        return outcome.retryAfter() ? kind : kind + " without Retry-After";
    }
}

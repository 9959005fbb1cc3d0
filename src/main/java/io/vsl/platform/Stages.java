package io.vsl.platform;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The stages by name. A stage's route file, consumer group, dead-letter topic and metrics carry the same name. */
public final class Stages {

    /** Brings the records that other stages have postponed back to them. */
    public static final String DELAY = "delay";

    /** Those that consume from Kafka by the stage template. */
    public static final List<String> CONSUMING =
            List.of("admit", "generate", "settle", "store", "cancel", "conclude",
                    "sink-postgres", "sink-redis", "sink-dynamodb", DELAY);

    /** Those that answer HTTP. */
    public static final List<String> SERVING = List.of("submit", "webhook", "status", "admin");

    /** Those that act on their own, by the clock. */
    public static final List<String> TIMED = List.of("poller");

    /** Migrations, topics and keys. It has no route: it does its work at start. */
    public static final String SETUP = "setup";

    private Stages() {
    }

    /**
     * Reads {@code VSL_STAGES}.
     *
     * @param names comma-separated, or {@code all}
     * @throws IllegalArgumentException naming what is not a stage, and what is
     */
    public static List<String> parse(String names) {
        List<String> all = Stream.of(List.of(SETUP), SERVING, CONSUMING, TIMED).flatMap(List::stream).toList();
        List<String> chosen = Arrays.stream(names.split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList();
        if (chosen.equals(List.of("all"))) {
            return all;
        }
        List<String> unknown = chosen.stream().filter(name -> !all.contains(name)).toList();
        if (!unknown.isEmpty() || chosen.isEmpty()) {
            throw new IllegalArgumentException("VSL_STAGES: %s; the stages are %s, or all".formatted(
                    unknown.isEmpty() ? "names none" : "no stage is called " + String.join(", ", unknown),
                    String.join(", ", all)));
        }
        return chosen;
    }
}

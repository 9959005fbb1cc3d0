package io.vsl.bench;

import io.vsl.bench.reference.Echo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.spi.ToolProvider;

/** A stage of ours that copies each record; beside a consumer and a producer in a loop, with the same acknowledgements. */
final class StageScenario implements Scenario {

    private static final Goal SAME_SETTINGS = Goal.atLeast("stage", "records/s", "consumer-producer loop", 0.8);
    private static final Goal DEFAULT_BATCHES =
            Goal.atLeast("stage-default-batches", "records/s", "loop with Kafka's batch.size", 0.8);
    private static final String KAFKAS_BATCH_SIZE = "16384";

    private static final String TESTS = "target/test-classes";
    private static final int BYTES = 400;
    private static final String OUTPUT = "bench.echo-out";

    /** So many that both programs, started anew for each round, are warm for the last part of them, which is measured. */
    private static final long RECORDS_PER_SECOND_OF_ROUND = 480_000;

    private static final long OF_A_QUICK_ONE = 120_000;

    @Override
    public String name() {
        return SAME_SETTINGS.contest();
    }

    @Override
    public List<Contest> run(Run run) throws Exception {
        long records = (run.isQuick() ? OF_A_QUICK_ONE : RECORDS_PER_SECOND_OF_ROUND)
                * run.round().toSeconds();
        try (Backlog backlog = new Backlog(run.servers().get("KAFKA_BROKERS"))) {
            backlog.createTopics(List.of("bench.echo-in", OUTPUT, "bench.echo.dead-letter"));
            run.progress().say("writing %,d records".formatted(records));
            backlog.fill("bench.echo-in", records, BYTES);
            run.profiles().begin();
            String echo = echo(run.folder()) + ":" + run.application();
            List<Contest> contests =
                    new ArrayList<>(List.of(contest(run, SAME_SETTINGS, backlog, records, echo, Map.of())));
            if (!run.isQuick()) {
                contests.add(
                        contest(run, DEFAULT_BATCHES, backlog, records, echo, Map.of("BATCH_SIZE", KAFKAS_BATCH_SIZE)));
            }
            return contests;
        }
    }

    /** The stage that only copies, and nothing else of the application's tests: a guard among them needs JUnit. */
    private static Path echo(Path folder) {
        Path jar = folder.resolve("echo.jar");
        int exit = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(System.out, System.err, "-cf", jar.toString(), "-C", TESTS, "io/vsl/bench", "-C", TESTS, "bench");
        if (exit != 0) {
            throw new IllegalStateException("The stage that is measured can't be packed");
        }
        return jar;
    }

    private static Contest contest(
            Run run, Goal goal, Backlog backlog, long records, String echo, Map<String, String> theirs)
            throws Exception {
        Map<String, String> settings = new HashMap<>(theirs);
        settings.putAll(Map.of("GROUP", "bench.loop", "INPUT", "bench.echo-in", "OUTPUT", OUTPUT));
        return Contest.hold(
                goal,
                () -> drain(
                        backlog,
                        records,
                        "bench.echo",
                        () -> run.vsl(echo, "io.vsl.bench.EchoStage", "setup", Map.of("VSL_TOPIC_PREFIX", "bench"))),
                () -> drain(backlog, records, "bench.loop", () -> run.reference(Echo.class, settings)),
                null,
                run.rounds(),
                run.progress());
    }

    private static double drain(Backlog backlog, long records, String group, Callable<Program> start) throws Exception {
        backlog.forget(group);
        backlog.createAnew(OUTPUT);
        Program program = start.call();
        try (program) {
            return backlog.drained(group, records);
        }
    }
}

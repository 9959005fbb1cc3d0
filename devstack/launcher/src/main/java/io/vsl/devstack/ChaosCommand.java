package io.vsl.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A soak: jobs and faults at once, on a stack of its own; then everything is healed and the books are audited. */
@Command(
        name = "chaos",
        description = {
            "Throws faults at a stack of its own while jobs run, then audits: nothing lost, nothing charged twice, no outcome"
                    + " changed, no store different from the log. Exit 0 only if so.",
            "Processes die and freeze, PostgreSQL and Redis take no writes, Replicate misbehaves and its webhook secret is"
                    + " rotated, topics get wrong records, transactions and partitions."
        })
final class ChaosCommand implements Callable<Integer> {

    private static final double SPEED = 20;
    private static final Duration QUICK_WINDOW = Duration.ofSeconds(20);
    private static final int QUICK_JOBS = 60;
    private static final Duration QUICK_PATIENCE = Duration.ofSeconds(90);

    /** Waits that are minutes otherwise; what is to be proven by waiting is proven the same way. */
    private static final Application APPLICATION = new Application(
            "384m",
            Map.of(
                    "VSL_POLLER_PERIOD",
                    "2s",
                    "VSL_POLLER_PATIENCE",
                    "5s",
                    "VSL_POLLER_ABSENTAFTER",
                    "20s",
                    "VSL_GENERATE_SENDWITHIN",
                    "5s",
                    "VSL_REPLICATE_CREATIONS_PER_MINUTE",
                    "6000"),
            "generate,inputs,settle,store,render,compile,conclude");

    private final Terminal terminal;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            defaultValue = "200",
            description = "How many (default:" + " ${DEFAULT-VALUE}).")
    private int jobs;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            defaultValue = "1",
            description = "How long jobs and faults come" + " (default: ${DEFAULT-VALUE}).")
    private double minutes;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Of an earlier run, for the same jobs and faults" + " (default: a random one).")
    private @Nullable Long seed;

    @Option(names = "--quick", description = "60 jobs and 20 seconds of faults.")
    private boolean quick;

    @Option(
            names = "--wait",
            paramLabel = "MINUTES",
            defaultValue = "5",
            description = "How long, once all is healed," + " outcomes are waited for (default: ${DEFAULT-VALUE}).")
    private double patience;

    @Option(
            names = {"-v", "--verbose"},
            description = "Print the schedule, and each fault as it is thrown.")
    private boolean verbose;

    ChaosCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        long chosen = seed == null ? ThreadLocalRandom.current().nextLong(1_000_000) : seed;
        Path folder = Files.createTempDirectory("vsl-chaos-");
        terminal.line(terminal.bold("Chaos, seed " + chosen) + terminal.dim("  logs in " + folder.resolve("log")));
        Stack stack = Stack.in(folder, Ports.free(), SPEED, APPLICATION);
        StopOnSignal.register(stack);
        terminal.line("Starting the servers and three processes of the application");
        stack.start(List.of(Service.values()), Progress.NONE);
        boolean good = soak(stack, RandomGeneratorFactory.of("L64X128MixRandom").create(chosen));
        stack.stop();
        if (good) {
            keepLogsOnly(folder);
        }
        terminal.line("Seed " + chosen + (good ? ", logs in " + folder.resolve("log") : ", all kept in " + folder));
        return good ? 0 : 1;
    }

    private boolean soak(Stack stack, RandomGenerator random)
            throws IOException, InterruptedException, ExecutionException {
        Map<String, String> environment = stack.environment();
        Duration window = quick ? QUICK_WINDOW : minutes(minutes);
        ChaosPlan plan = ChaosPlan.of(
                random,
                quick ? QUICK_JOBS : jobs,
                window,
                Objects.requireNonNull(environment.get("VSL_USER_ID")),
                environment.get("SIMULATOR_URL") + ChaosPlan.PICTURE);
        ChaosSchedule schedule = ChaosSchedule.of(random, window);
        try (ChaosRun run = new ChaosRun(stack, terminal, verbose)) {
            return run.run(plan, schedule, window, quick ? QUICK_PATIENCE : minutes(patience));
        }
    }

    private static Duration minutes(double minutes) {
        return Duration.ofMillis(Math.round(minutes * 60_000));
    }

    private static void keepLogsOnly(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> tree = Files.walk(folder)) {
            files = tree.filter(file -> !file.startsWith(folder.resolve("log")) && !file.equals(folder))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}

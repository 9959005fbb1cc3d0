package io.vsl.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code ./vsl bench}. Works in the project's folder. */
@Command(
        name = "./vsl bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures VSL beside hand-written programs that do the same, in turns, on servers of its own.",
            "Prints medians and ratios. Ratios are to be trusted, figures only beside each other."
        })
final class Main implements Callable<Integer> {

    private static final Path RESULTS = Path.of("bench/results");

    /** A quick run has ten minutes, and so neither these nor what waits for DynamoDB Local. */
    private static final List<String> SLOW =
            List.of("sink-dynamodb", "pipeline", "copy", "latency", "outages", "connections", "growth", "scale-out");

    private static final Map<String, Scenario> SCENARIOS = new LinkedHashMap<>();

    static {
        JobEvents events = new JobEvents();
        for (Scenario scenario : List.of(
                new IngressScenario(),
                new StatusScenario(),
                new StageScenario(),
                SinkScenario.postgres(events),
                SinkScenario.redis(events),
                SinkScenario.dynamodb(events),
                new NotifyScenario(events),
                PipelineScenario.withDynamodb(),
                PipelineScenario.withoutDynamodb(),
                new CopyScenario(events),
                new LatencyScenario(),
                new OutagesScenario(),
                new ConnectionsScenario(),
                new GrowthScenario(events),
                new ScaleOutScenario(),
                new Cost())) {
            SCENARIOS.put(scenario.name(), scenario);
        }
    }

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "SCENARIO",
            arity = "0..*",
            description = "ingress, status, stage, sink-postgres, sink-redis, sink-dynamodb, notify, pipeline, "
                    + "pipeline-without-dynamodb, copy, latency, outages, connections, growth, scale-out, cost "
                    + "(default: all; of a quick run those that fit into ten minutes).")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--quick",
            description = "Short rounds, which tell less, in ten minutes; nothing is written to bench/results.")
    private boolean quick;

    @Option(
            names = "--profile",
            description = "Write flame graphs of VSL's processes to bench/results/profiles, and no figures.")
    private boolean profile;

    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private Main() {}

    /** Exit code 0 when every goal was reached. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        names.forEach(this::requireKnown);
        Machine machine = Machine.here();
        Path folder = Files.createTempDirectory("vsl-bench-");
        Map<String, List<? extends Result>> results = new LinkedHashMap<>();
        Profiles profiles = new Profiles(profile ? RESULTS.resolve("profiles") : null);
        out.println("Benchmark, logs in " + folder.resolve("log"));
        try (Servers servers = new Servers(folder)) {
            Run run = new Run(
                    folder,
                    servers,
                    unpack(folder),
                    quick,
                    quick ? 2 : 5,
                    Duration.ofSeconds(quick ? 3 : 10),
                    Duration.ofSeconds(quick ? 10 : 60),
                    profiles,
                    line -> {
                        out.println("  " + line);
                        out.flush();
                    });
            for (String name : names.isEmpty() ? byDefault() : names) {
                profiles.of(name);
                out.println(name);
                out.flush();
                List<? extends Result> held =
                        Objects.requireNonNull(SCENARIOS.get(name)).run(run);
                results.put(name, held);
                write(new Report(Map.of(name, held), machine));
            }
        }
        Report report = new Report(results, machine);
        out.print(report.table());
        out.flush();
        return report.isReached() ? 0 : 1;
    }

    private void write(Report report) throws IOException {
        if (!quick && !profile) {
            report.write(RESULTS);
        }
    }

    private List<String> byDefault() {
        List<String> wanted = new ArrayList<>(SCENARIOS.keySet());
        if (quick) {
            wanted.removeAll(SLOW);
        }
        return wanted;
    }

    private void requireKnown(String name) {
        if (!SCENARIOS.containsKey(name)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "No scenario is called " + name + "; there are " + String.join(", ", SCENARIOS.keySet()));
        }
    }

    /** As the application is started otherwise too: its libraries beside its jar. */
    private static Path unpack(Path folder) throws IOException, InterruptedException {
        Path unpacked = folder.resolve("application");
        int exit = new ProcessBuilder(
                        Program.JAVA,
                        "-Djarmode=tools",
                        "-jar",
                        "target/vsl.jar",
                        "extract",
                        "--destination",
                        unpacked.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("The application's jar can't be unpacked");
        }
        return unpacked.resolve("vsl.jar");
    }
}

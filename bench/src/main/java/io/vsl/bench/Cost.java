package io.vsl.bench;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.vsl.bench.reference.Clients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/** What it costs to run the whole of the application in one process, and to run one job. */
final class Cost implements Scenario {

    private static final String NAME = "cost";
    private static final String OF_A_CORE = "% of a core";
    private static final int JOBS_PER_SECOND_OF_ROUND = 50;

    /** Of the application's start, in seconds of processor time: after a build, and later. */
    private static final double FIRST_START = 12;

    private static final double LATER_START = 8;

    /** Of the idle application: in per cent of a core, a second, and in MiB. */
    private static final double IDLE_PROCESSOR = 2;

    private static final double IDLE_WAKE_UPS = 100;
    private static final double IDLE_MEMORY = 300;

    private static final String APPLICATION = "io.vsl.Vsl";

    private static final int FIRST_THAT_LEARNS = 25;

    /** PostgreSQL's statistics are a second behind, at most. */
    private static final long SETTLED_MS = 2_000;

    /** All that is counted from outside, so far. */
    private record Counters(long transactions, long scripts, long bytes) {

        Counters minus(Counters earlier, double times) {
            return new Counters(
                    transactions - Math.round(earlier.transactions * times),
                    scripts - Math.round(earlier.scripts * times),
                    bytes - Math.round(earlier.bytes * times));
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Figure> run(Run run) throws Exception {
        PipelineScenario.simulatorAtOnce(run);
        run.progress().say("the servers alone");
        Idle alone = Idle.watch(run);
        List<Figure> figures = new ArrayList<>();
        List<String> options = options();
        try (Program vsl = start(run, options)) {
            figures.addAll(start("first", vsl, FIRST_START));
        }
        run.progress().say("a start from which the JVM learns");
        try (Program vsl = start(run, learned(run, options))) {
            figures.addAll(start("later", vsl, LATER_START));
            measure(run, vsl, alone, figures);
        }
        return figures;
    }

    /** Those with which the launcher starts the application. */
    private static List<String> options() throws IOException {
        try (Stream<String> own = Files.lines(Path.of("devstack/jvm.options"))) {
            return Stream.concat(Program.OPTIONS.stream(), own.filter(line -> line.startsWith("-")))
                    .toList();
        }
    }

    private static Program start(Run run, List<String> options) throws IOException, InterruptedException {
        return run.vsl(
                options,
                run.application().toString(),
                APPLICATION,
                "all",
                PipelineScenario.unlimited(Map.of("VSL_TOPIC_PREFIX", NAME)));
    }

    /** As the launcher and the image have it; the same options where the JDK can't learn. */
    private static List<String> learned(Run run, List<String> options) throws IOException, InterruptedException {
        if (Runtime.version().feature() < FIRST_THAT_LEARNS) {
            return options;
        }
        Path cache = run.folder().resolve("start.aot");
        List<String> command = new ArrayList<>(List.of(Program.JAVA));
        command.addAll(options);
        command.addAll(List.of(
                "-XX:AOTCacheOutput=" + cache,
                "-Dspring.profiles.active=training",
                "-cp",
                run.application().toString(),
                APPLICATION));
        ProcessBuilder training = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(run.folder().resolve("log/training.log").toFile());
        // The profile says what is reached; variables of a stack that runs beside would win.
        training.environment().keySet().removeIf(name -> name.startsWith("VSL_"));
        training.environment().putAll(Map.of("AWS_ACCESS_KEY_ID", "none", "AWS_SECRET_ACCESS_KEY", "none"));
        if (training.start().waitFor() != 0) {
            throw new IllegalStateException("The JVM could not learn, see training.log");
        }
        List<String> learned = new ArrayList<>(options);
        learned.add("-XX:AOTCache=" + cache);
        return learned;
    }

    private static List<Figure> start(String which, Program vsl, double goal) {
        return List.of(
                Figure.atMost(
                        "start, %s: processor time".formatted(which), "s", seconds(vsl.processorTimeOfStart()), goal),
                Figure.of("start, %s: until ready".formatted(which), "s", seconds(vsl.startedWithin())));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }

    private static void measure(Run run, Program vsl, Idle alone, List<Figure> figures) throws Exception {
        int jobs = (int) (JOBS_PER_SECOND_OF_ROUND * run.round().toSeconds());
        Clients clients = new Clients(run.servers().environment());
        try (RedisClient redis = clients.redis();
                Connection postgres = clients.connect();
                Admin kafka =
                        Admin.create(Map.of("bootstrap.servers", run.servers().get("KAFKA_BROKERS")));
                Load load = new Load();
                Effects effects = new Effects(run, true)) {
            RedisCommands<String, String> commands = redis.connect().sync();
            TimeUnit.MILLISECONDS.sleep(SETTLED_MS);
            run.progress().say("the application, idle");
            Counters begin = count(postgres, commands, kafka);
            long from = System.nanoTime();
            Idle idle = Idle.watch(run, vsl);
            Counters whileIdle = count(postgres, commands, kafka).minus(begin, 1);
            double idleFor = System.nanoTime() - from;
            figures.addAll(idle(vsl, idle, alone));
            run.progress().say("%,d jobs".formatted(jobs));
            Counters before = count(postgres, commands, kafka);
            long busy = System.nanoTime();
            long objects = objects(run);
            Instant since = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            load.run(PipelineScenario.request(run, vsl), jobs);
            effects.await(since, jobs);
            TimeUnit.MILLISECONDS.sleep(SETTLED_MS);
            double busyFor = System.nanoTime() - busy;
            Counters spent = count(postgres, commands, kafka).minus(before, 1).minus(whileIdle, busyFor / idleFor);
            figures.addAll(List.of(
                    Figure.of("memory, under load", "MiB", memory(vsl, "VmHWM")),
                    Figure.of("Kafka, per job", "bytes", (double) spent.bytes / jobs),
                    Figure.beside(
                            "PostgreSQL, per job",
                            "transactions",
                            (double) spent.transactions / jobs,
                            4.0,
                            "before the call, after it, the outcome, the job's row"),
                    Figure.beside(
                            "Redis, per job",
                            "scripts run",
                            (double) spent.scripts / jobs,
                            3.0,
                            "shown at once, its prediction, its outcome"),
                    Figure.beside(
                            "S3, per job",
                            "objects",
                            (double) (objects(run) - objects) / jobs,
                            3.0,
                            "the output, stored.json, its thumbnail, metadata.json")));
        }
    }

    /** What servers take more than without the application is its cost too. */
    private static List<Figure> idle(Program vsl, Idle idle, Idle alone) throws IOException {
        List<Figure> figures = new ArrayList<>(List.of(
                Figure.atMost("idle: processor", OF_A_CORE, idle.percent(vsl.name()), IDLE_PROCESSOR),
                Figure.atMost("idle: wake-ups", "a second", idle.wakeUps(), IDLE_WAKE_UPS),
                Figure.atMost("idle: memory", "MiB", memory(vsl, "VmRSS"), IDLE_MEMORY)));
        for (String server : List.of("Kafka", "PostgreSQL", "Redis")) {
            figures.add(Figure.of(
                    "idle: processor of %s, more than alone".formatted(server),
                    OF_A_CORE,
                    idle.percent(server) - alone.percent(server)));
        }
        return figures;
    }

    private static Counters count(Connection postgres, RedisCommands<String, String> redis, Admin kafka)
            throws SQLException, ExecutionException, InterruptedException {
        return new Counters(transactions(postgres), scripts(redis), bytes(kafka));
    }

    private static long transactions(Connection postgres) throws SQLException {
        try (Statement statement = postgres.createStatement();
                ResultSet found = statement.executeQuery(
                        "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()")) {
            found.next();
            return found.getLong(1);
        }
    }

    /** All that the application writes there it writes by a script. */
    private static long scripts(RedisCommands<String, String> redis) {
        Matcher found = Pattern.compile("cmdstat_evalsha:calls=(\\d+)").matcher(redis.info("commandstats"));
        return found.find() ? Long.parseLong(found.group(1)) : 0;
    }

    /** As they stand on the disk of one broker, compressed. */
    private static long bytes(Admin kafka) throws ExecutionException, InterruptedException {
        return kafka
                .describeLogDirs(kafka.describeCluster().nodes().get().stream()
                        .map(node -> node.id())
                        .toList())
                .allDescriptions()
                .get()
                .values()
                .stream()
                .flatMap(folders -> folders.values().stream())
                .flatMap(folder -> folder.replicaInfos().entrySet().stream())
                .filter(replica -> replica.getKey().topic().startsWith(NAME + "."))
                .mapToLong(replica -> replica.getValue().size())
                .sum();
    }

    /** The server keeps them as plain files. */
    private static long objects(Run run) throws IOException {
        try (Stream<Path> files = Files.walk(run.folder().resolve("servers/s3/buckets"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    /** In MiB; 0 where there is no /proc. */
    private static double memory(Program program, String name) throws IOException {
        Path status = Path.of("/proc", Long.toString(program.pid()), "status");
        return Files.notExists(status)
                ? 0
                : Files.readAllLines(status).stream()
                                .filter(line -> line.startsWith(name))
                                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                                .sum()
                        / 1024.0;
    }
}

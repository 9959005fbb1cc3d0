package io.vsl.bench;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/**
 * More processes on the same jobs, where each job has to wait so long for Replicate that the processor does not bind:
 * jobs per second of two and of four, beside so many times those of one.
 */
final class ScaleOutScenario implements Scenario {

    private static final String PREFIX = "scale-out";
    private static final int PARTITIONS = 4;
    private static final Duration WAIT = Duration.ofSeconds(1);
    /** Of one process: so many calls at once, each of which takes {@link #WAIT}. */
    private static final int CALLS = 2;

    private static final int PER_SECOND = (int) (CALLS / WAIT.toSeconds());
    private static final Duration ROUND_AT_LEAST = Duration.ofSeconds(8);
    private static final double GOAL = 0.9;

    private static final byte[] REQUEST = """
            {"userId": "user123", "mediaType": "image", "modelId": "flux-schnell",
             "parameters": {"prompt": "a lighthouse", "aspect_ratio": "21:9", "megapixels": "0.25", "output_format": "jpg"}}
            """.getBytes(StandardCharsets.UTF_8);

    @Override
    public String name() {
        return PREFIX;
    }

    @Override
    public List<Contest> run(Run run) throws Exception {
        PipelineScenario.simulatorAtOnce(run);
        List<Program> processes = new ArrayList<>();
        int simulator = URI.create(run.servers().get("SIMULATOR_URL")).getPort();
        try (SlowWire wire = new SlowWire(simulator, WAIT);
                Backlog backlog = new Backlog(run.servers().get("KAFKA_BROKERS"));
                Effects effects = new Effects(run, true)) {
            List<Double> one = rounds(run, wire, backlog, effects, processes, 1);
            List<Double> two = rounds(run, wire, backlog, effects, processes, 2);
            List<Double> four = rounds(run, wire, backlog, effects, processes, PARTITIONS);
            return List.of(contest(2, two, one), contest(PARTITIONS, four, one));
        } finally {
            processes.forEach(Program::close);
        }
    }

    private static Contest contest(int times, List<Double> many, List<Double> one) {
        return new Contest(
                Goal.atLeast(
                        "scale-out, %d processes".formatted(times),
                        "jobs/s",
                        "%d times one process".formatted(times),
                        GOAL),
                many,
                one.stream().map(rate -> times * rate).toList(),
                null);
    }

    private static List<Double> rounds(
            Run run, SlowWire wire, Backlog backlog, Effects effects, List<Program> processes, int wanted)
            throws Exception {
        while (processes.size() < wanted) {
            processes.add(run.vsl(
                    "all",
                    PipelineScenario.unlimited(Map.of(
                            "VSL_TOPIC_PREFIX", PREFIX,
                            "VSL_PARTITIONS", Integer.toString(PARTITIONS),
                            "REPLICATE_API_URL", "http://127.0.0.1:%d/v1".formatted(wire.port()),
                            "VSL_MEDIA_HOSTS", "127.0.0.1:" + wire.port(),
                            "VSL_GENERATE_CONCURRENCY", Integer.toString(CALLS),
                            "VSL_GENERATE_MAXPOLLRECORDS", Integer.toString(CALLS)))));
        }
        long seconds = Math.max(ROUND_AT_LEAST.toSeconds(), run.round().toSeconds());
        int jobs = (int) (seconds * wanted * PER_SECOND);
        perSecond(backlog, effects, jobs / 2);
        List<Double> rates = new ArrayList<>();
        for (int i = 0; i < run.rounds(); i++) {
            rates.add(perSecond(backlog, effects, jobs));
        }
        run.progress().say("%d processes: %.1f jobs/s".formatted(wanted, Contest.median(rates)));
        return rates;
    }

    /** Of the middle of a round, when all processes have something to do. */
    private static double perSecond(Backlog backlog, Effects effects, int jobs) throws Exception {
        Instant since = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        backlog.fill(IntStream.range(0, jobs)
                .boxed()
                .flatMap(job ->
                        Stream.of(new ProducerRecord<>(PREFIX + ".job.requested", key(job % PARTITIONS), REQUEST))));
        effects.await(since, jobs);
        return effects.completedPerSecond(since);
    }

    /** Of a job that is on that partition of each topic. */
    private static byte[] key(int partition) {
        return Stream.generate(() -> UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8))
                .filter(key -> BuiltInPartitioner.partitionForKey(key, PARTITIONS) == partition)
                .findFirst()
                .orElseThrow();
    }
}

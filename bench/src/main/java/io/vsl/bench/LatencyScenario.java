package io.vsl.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.bench.reference.Hops;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * How long VSL itself takes of a job's time, at a tenth and at most of what it can do: from the request in the log to
 * Replicate, and from Replicate's webhook in the log to the outcome; beside the same number of hops over Kafka that do
 * nothing.
 */
final class LatencyScenario implements Scenario {

    private static final String PREFIX = "latency";
    private static final int JOBS_AT_LEAST = 20;
    private static final double FEW = 0.1;
    private static final double MANY = 0.7;

    /** Of the goals: at most so many times the hops' own. */
    private static final double P50 = 1.5;

    private static final double P99 = 2;

    /** requested, accepted. */
    private static final int HOPS_TO_REPLICATE = 2;
    /** reported, generated, proposed. */
    private static final int HOPS_TO_OUTCOME = 3;

    private final ObjectMapper json = new ObjectMapper();

    /** Of each job of a round, in milliseconds. */
    private record Round(List<Double> toReplicate, List<Double> toOutcome) {}

    /** A round of so many at that rate. */
    @FunctionalInterface
    private interface Runner {
        Round run(int jobs, double perSecond) throws Exception;
    }

    @Override
    public String name() {
        return PREFIX;
    }

    @Override
    public List<Contest> run(Run run) throws Exception {
        PipelineScenario.simulatorAtOnce(run);
        List<String> hops = List.of(hop(0), hop(1), hop(2), hop(3));
        try (Backlog backlog = new Backlog(run.servers().get("KAFKA_BROKERS"))) {
            backlog.createTopics(hops);
        }
        List<Contest> contests = new ArrayList<>();
        Program reference = run.reference(Hops.class, Map.of("TOPICS", String.join(",", hops)));
        try (reference;
                Program vsl = run.vsl(
                        PipelineScenario.WITHOUT_DYNAMODB,
                        PipelineScenario.unlimited(Map.of("VSL_TOPIC_PREFIX", PREFIX)));
                Load load = new Load();
                Effects effects = new Effects(run, false);
                Topics topics = new Topics(run.servers());
                Producer<String, String> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", run.servers().get("KAFKA_BROKERS"), "linger.ms", "0"),
                        new StringSerializer(),
                        new StringSerializer())) {
            double capacity = PipelineScenario.warmUp(run, load, effects, vsl);
            run.profiles().begin();
            Runner ours = (jobs, perSecond) -> jobs(run, vsl, load, effects, topics, jobs, perSecond);
            Runner theirs = (jobs, perSecond) -> records(producer, topics, jobs, perSecond);
            for (double share : List.of(FEW, MANY)) {
                contests.addAll(hold(run, share, capacity, ours, theirs));
            }
        }
        return contests;
    }

    private static List<Contest> hold(Run run, double share, double capacity, Runner ours, Runner theirs)
            throws Exception {
        double perSecond = share * capacity;
        int jobs = Math.max(JOBS_AT_LEAST, (int) (perSecond * run.round().toSeconds()));
        run.progress().say("%,d jobs at %.1f/s, %.0f %% of what VSL takes".formatted(jobs, perSecond, share * 100));
        theirs.run(jobs, perSecond);
        List<Round> our = new ArrayList<>();
        List<Round> their = new ArrayList<>();
        for (int i = 0; i < run.rounds(); i++) {
            our.add(ours.run(jobs, perSecond));
            their.add(theirs.run(jobs, perSecond));
        }
        String at = ", %.0f %%".formatted(share * 100);
        return List.of(
                contest("to Replicate, p50" + at, P50, HOPS_TO_REPLICATE, our, their, Round::toReplicate, 0.5),
                contest("to Replicate, p99" + at, P99, HOPS_TO_REPLICATE, our, their, Round::toReplicate, 0.99),
                contest("to outcome, p50" + at, P50, HOPS_TO_OUTCOME, our, their, Round::toOutcome, 0.5),
                contest("to outcome, p99" + at, P99, HOPS_TO_OUTCOME, our, their, Round::toOutcome, 0.99));
    }

    private static Contest contest(
            String name,
            double goal,
            int hops,
            List<Round> our,
            List<Round> their,
            Function<Round, List<Double>> way,
            double part) {
        return new Contest(
                Goal.atMost(name, "ms", hops + " hops over Kafka", goal),
                percentiles(our, way, part),
                percentiles(their, way, part),
                null);
    }

    private static List<Double> percentiles(List<Round> rounds, Function<Round, List<Double>> way, double part) {
        return rounds.stream()
                .map(round -> Contest.percentile(way.apply(round), part))
                .toList();
    }

    private Round jobs(Run run, Program vsl, Load load, Effects effects, Topics topics, int jobs, double perSecond)
            throws Exception {
        Instant since = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        load.run(PipelineScenario.request(run, vsl), jobs, perSecond);
        effects.await(since, jobs);
        Map<String, ConsumerRecord<String, String>> reported =
                topics.read(PREFIX + ".prediction.reported", since, jobs);
        Map<String, Long> created = new HashMap<>();
        for (ConsumerRecord<String, String> report : reported.values()) {
            created.put(report.key(), createdAt(report.value()));
        }
        return new Round(
                spans(times(topics.read(PREFIX + ".job.requested", since, jobs)), created),
                spans(times(reported), times(topics.read(PREFIX + ".job.completed", since, jobs))));
    }

    /** When Replicate had it. */
    private long createdAt(String prediction) throws JsonProcessingException {
        return Instant.parse(json.readTree(prediction).path("created_at").asText())
                .toEpochMilli();
    }

    private static Round records(Producer<String, String> producer, Topics topics, int records, double perSecond) {
        Instant since = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        String value = new String(IngressScenario.BODY, StandardCharsets.UTF_8);
        long begin = System.nanoTime();
        for (int i = 0; i < records; i++) {
            long due = begin + (long) (i / perSecond * TimeUnit.SECONDS.toNanos(1));
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            var unused =
                    producer.send(new ProducerRecord<>(hop(0), UUID.randomUUID().toString(), value));
        }
        producer.flush();
        Map<String, Long> sent = times(topics.read(hop(0), since, records));
        return new Round(
                spans(sent, times(topics.read(hop(HOPS_TO_REPLICATE), since, records))),
                spans(sent, times(topics.read(hop(HOPS_TO_OUTCOME), since, records))));
    }

    private static String hop(int number) {
        return PREFIX + ".hop-" + number;
    }

    private static Map<String, Long> times(Map<String, ConsumerRecord<String, String>> records) {
        Map<String, Long> times = new HashMap<>();
        records.forEach((key, record) -> times.put(key, record.timestamp()));
        return times;
    }

    private static List<Double> spans(Map<String, Long> from, Map<String, Long> until) {
        return from.entrySet().stream()
                .map(each -> (double) (Objects.requireNonNull(until.get(each.getKey())) - each.getValue()))
                .toList();
    }
}

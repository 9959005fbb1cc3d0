package io.vsl.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.bench.reference.Hops;
import io.vsl.bench.reference.Pipeline;
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
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * How long VSL itself takes of a job's time, at a tenth and at half of what it can do: from the request that is taken to
 * Replicate, and from Replicate's webhook to the outcome. Beside it stands what the program by hand takes at the same rate,
 * and on top, as it has no log, the hops over Kafka that it saves, by a loop that does nothing but copy.
 */
final class LatencyScenario implements Scenario {

    private static final String PREFIX = "latency";
    private static final int JOBS_AT_LEAST = 20;
    private static final List<Double> SHARES = List.of(0.1, 0.5);

    /** requested, accepted. */
    private static final int HOPS_TO_REPLICATE = 2;
    /** reported, generated, proposed. */
    private static final int HOPS_TO_OUTCOME = 3;

    private static final List<Way> WAYS = List.of(
            new Way("to Replicate", HOPS_TO_REPLICATE, Round::toReplicate),
            new Way("to outcome", HOPS_TO_OUTCOME, Round::toOutcome));

    private static final List<Part> PARTS = List.of(new Part("p50", 0.5, 1.5), new Part("p99", 0.99, 2));

    private final ObjectMapper json = new ObjectMapper();

    /**
     * A part of a job's way.
     *
     * @param hops of VSL's over Kafka
     */
    private record Way(String name, int hops, Function<Round, List<Double>> spans) {}

    /** @param goal at most so many times what stands beside it */
    private record Part(String name, double part, double goal) {

        List<Double> of(List<Round> rounds, Way way) {
            return rounds.stream()
                    .map(round -> Contest.percentile(way.spans().apply(round), part))
                    .toList();
        }
    }

    /** Of each job of a round, in milliseconds. */
    private record Round(List<Double> toReplicate, List<Double> toOutcome) {

        /** As if each had gone both ways, one after the other. */
        Round then(Round other) {
            return new Round(sums(toReplicate, other.toReplicate), sums(toOutcome, other.toOutcome));
        }

        private static List<Double> sums(List<Double> some, List<Double> others) {
            return IntStream.range(0, some.size())
                    .mapToObj(i -> some.get(i) + others.get(i))
                    .toList();
        }
    }

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
    public List<Result> run(Run run) throws Exception {
        PipelineScenario.simulatorAtOnce(run);
        List<String> hops = List.of(hop(0), hop(1), hop(2), hop(3));
        try (Backlog backlog = new Backlog(run.servers().get("KAFKA_BROKERS"))) {
            backlog.createTopics(hops);
        }
        List<Result> results = new ArrayList<>();
        Program loop = run.reference(Hops.class, Map.of("TOPICS", String.join(",", hops)));
        try (loop;
                Program vsl = run.vsl(
                        PipelineScenario.WITHOUT_DYNAMODB,
                        PipelineScenario.unlimited(Map.of("VSL_TOPIC_PREFIX", PREFIX)));
                Program byHand = run.reference(Pipeline.class, Map.of("DYNAMODB_TABLE", ""));
                Load load = new Load();
                Effects effects = new Effects(run, false);
                Topics topics = new Topics(run.servers());
                Producer<String, String> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", run.servers().get("KAFKA_BROKERS"), "linger.ms", "0"),
                        new StringSerializer(),
                        new StringSerializer())) {
            double capacity = PipelineScenario.warmUp(run, load, effects, vsl);
            PipelineScenario.warmUp(run, load, effects, byHand);
            run.profiles().begin();
            for (double share : SHARES) {
                results.addAll(hold(
                        run,
                        share,
                        capacity,
                        (jobs, perSecond) -> fromLog(topics, submitted(run, vsl, load, effects, jobs, perSecond), jobs),
                        (jobs, perSecond) -> fromJobs(effects, submitted(run, byHand, load, effects, jobs, perSecond)),
                        (jobs, perSecond) -> records(producer, topics, jobs, perSecond)));
            }
        }
        return results;
    }

    private static List<Result> hold(Run run, double share, double capacity, Runner vsl, Runner byHand, Runner bareHops)
            throws Exception {
        double perSecond = share * capacity;
        int jobs = Math.max(JOBS_AT_LEAST, (int) (perSecond * run.round().toSeconds()));
        run.progress().say("%,d jobs at %.1f/s, %.0f %% of what VSL takes".formatted(jobs, perSecond, share * 100));
        bareHops.run(jobs, perSecond);
        List<Round> ours = new ArrayList<>();
        List<Round> theirs = new ArrayList<>();
        List<Round> hops = new ArrayList<>();
        List<Round> both = new ArrayList<>();
        for (int i = 0; i < run.rounds(); i++) {
            ours.add(vsl.run(jobs, perSecond));
            theirs.add(byHand.run(jobs, perSecond));
            hops.add(bareHops.run(jobs, perSecond));
            both.add(theirs.get(i).then(hops.get(i)));
        }
        List<Result> results = new ArrayList<>();
        for (Way way : WAYS) {
            for (Part part : PARTS) {
                String name = "%s, %s, %.0f %%".formatted(way.name(), part.name(), share * 100);
                String bare = "%d hops over Kafka".formatted(way.hops());
                results.add(new Contest(
                        Goal.atMost(name, "ms", "program by hand, and " + bare, part.goal()),
                        part.of(ours, way),
                        part.of(both, way),
                        null));
                results.add(Figure.of(name + ": program by hand", "ms", Contest.median(part.of(theirs, way))));
                results.add(Figure.of(name + ": " + bare, "ms", Contest.median(part.of(hops, way))));
            }
        }
        return results;
    }

    /** So many at that rate, until all are completed. */
    private static Instant submitted(Run run, Program program, Load load, Effects effects, int jobs, double perSecond)
            throws Exception {
        Instant since = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        load.run(PipelineScenario.request(run, program), jobs, perSecond);
        effects.await(since, jobs);
        return since;
    }

    /** VSL's jobs: a record says when it was given to a producer, the prediction when Replicate had it. */
    private Round fromLog(Topics topics, Instant since, int jobs) throws JsonProcessingException {
        Map<String, ConsumerRecord<String, String>> reported =
                topics.read(PREFIX + ".prediction.reported", since, jobs);
        Map<String, Long> created = new HashMap<>();
        for (ConsumerRecord<String, String> report : reported.values()) {
            created.put(report.key(), time(json.readTree(report.value()), "created_at"));
        }
        return new Round(
                spans(times(topics.read(PREFIX + ".job.requested", since, jobs)), created),
                spans(times(reported), times(topics.read(PREFIX + ".job.completed", since, jobs))));
    }

    /** Those of the program by hand, which say it themselves. */
    private Round fromJobs(Effects effects, Instant since) throws Exception {
        List<Double> toReplicate = new ArrayList<>();
        List<Double> toOutcome = new ArrayList<>();
        for (String shown : effects.shown(since)) {
            JsonNode job = json.readTree(shown);
            toReplicate.add((double) (time(job, "predictedAt") - time(job, "createdAt")));
            toOutcome.add((double) (time(job, "savedAt") - time(job, "reportedAt")));
        }
        return new Round(toReplicate, toOutcome);
    }

    private static long time(JsonNode document, String member) {
        return Instant.parse(document.path(member).asText()).toEpochMilli();
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

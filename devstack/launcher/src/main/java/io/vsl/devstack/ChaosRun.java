package io.vsl.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.devstack.ChaosPlan.Joins;
import io.vsl.devstack.ChaosPlan.Order;
import io.vsl.devstack.ChaosPlan.Upload;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** One soak of a stack that is up: load and faults, healing, waiting, the audit. */
final class ChaosRun implements AutoCloseable {

    private static final Duration SAY_EVERY = Duration.ofSeconds(5);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final Duration REDIS_FORGETS = Duration.ofSeconds(75);

    private final Stack stack;
    private final Map<String, String> environment;
    private final Terminal terminal;
    private final boolean verbose;
    private final JsonHttp http = new JsonHttp();
    private final Producer<byte[], byte[]> producer;
    private final JobLog log;
    private final ChaosWatch watch;
    private final ChaosUploads uploads;
    private final ChaosLoad load;
    private final ChaosKafka kafka;
    private final ChaosThrower thrower;
    private final ChaosReceiver receiver;
    private final long begin = System.nanoTime();

    ChaosRun(Stack stack, Terminal terminal, boolean verbose)
            throws IOException, InterruptedException, ExecutionException {
        this.stack = stack;
        this.environment = stack.environment();
        this.terminal = terminal;
        this.verbose = verbose;
        List<String> urls = List.of(stack.url(Service.APP), stack.url(Service.APP2));
        producer = producer(Objects.requireNonNull(environment.get("KAFKA_BROKERS")));
        log = new JobLog(Objects.requireNonNull(environment.get("KAFKA_BROKERS")));
        watch = new ChaosWatch(urls, Objects.requireNonNull(environment.get("VSL_API_KEY")));
        uploads = new ChaosUploads(
                urls,
                Objects.requireNonNull(environment.get("VSL_API_KEY")),
                http.bytes(simulator() + ChaosPlan.PICTURE));
        load = new ChaosLoad(urls, Objects.requireNonNull(environment.get("VSL_API_KEY")), producer, watch, uploads);
        kafka = new ChaosKafka(environment, producer, log.topics(), load::promise);
        thrower = new ChaosThrower(stack, kafka, this::detail);
        receiver = new ChaosReceiver();
    }

    /**
     * Runs to the end and prints what there is to say.
     *
     * @param window   how long faults are thrown
     * @param patience how long, once everything is healed, outcomes are waited for
     * @return whether all is as it must be
     */
    boolean run(ChaosPlan plan, ChaosSchedule schedule, Duration window, Duration patience)
            throws IOException, InterruptedException, ExecutionException {
        haveAllToldTo(receiver.url());
        schedule.faults().forEach(fault -> detail("planned: " + fault));
        say("Throwing %d faults at %d jobs for %d s"
                .formatted(schedule.faults().size(), plan.orders().size(), window.toSeconds()));
        long end = System.nanoTime() + window.toNanos();
        Thread watching = new Thread(watch, "watch");
        watching.start();
        load.start(plan);
        thrower.run(schedule);
        TimeUnit.NANOSECONDS.sleep(end - System.nanoTime());

        say("Healing");
        Tally struck = struck();
        long amidFaults = http.get(simulator() + "/_sim/health", Map.of())
                .body()
                .path("created")
                .asLong();
        long compilationsAmidFaults = plan.orders().stream()
                .filter(order -> order.needs() instanceof Joins)
                .filter(order -> load.promised().containsValue(order.number()))
                .count();
        List<String> broken = thrower.heal();
        load.finish(patience);
        long healed = System.nanoTime();
        say("Healed; " + load.promised().size() + " jobs were promised");
        awaitOutcomes(System.nanoTime() + patience.toNanos());
        Map<String, Long> unread = log.unread();
        watch.finish();
        watching.join();
        // So long may Redis be behind that was killed before it had written all down; and a webhook whose process was
        // killed
        // is taken up by another.
        TimeUnit.NANOSECONDS.sleep(healed + REDIS_FORGETS.toNanos() - System.nanoTime());
        say("Comparing the stores with the log");
        Verification verification =
                Verification.at(stack.url(Service.APP), Objects.requireNonNull(environment.get("VSL_OPERATOR_KEY")));
        log.read();
        say("Fetching the files of completed jobs");
        List<String> missingFiles = new ChaosFiles(
                        stack.url(Service.APP), Objects.requireNonNull(environment.get("VSL_API_KEY")))
                .missing(completed().keySet());
        JsonNode predictions =
                http.get(simulator() + "/_sim/predictions?min=2", Map.of()).body();
        ChaosAudit audit = new ChaosAudit(
                load.promised(),
                notTaken(plan),
                log.outcomes(),
                watch.seen(),
                receiver.told(),
                receiver.taken(),
                abortedRun(),
                sentToReplicate(),
                otherInputs(plan),
                missingFiles,
                repeated(predictions),
                verification,
                unread,
                broken);

        ChaosReport report = new ChaosReport(terminal);
        report.counts("Faults thrown", thrower.thrown().sorted());
        report.counts("Faults not thrown", thrower.skipped().sorted());
        report.counts("Replicate's faults that struck", struck.sorted());
        report.counts("Answers to clients", load.answers().sorted());
        report.counts("Answers to uploads", uploads.answers().sorted());
        report.counts("Answers to cancelling", load.cancelAnswers().sorted());
        report.counts("Dead letters", log.deadLetters());
        report.outcomes(log.outcomes().values());
        report.heading("Sums");
        report.line("promised", load.promised().size());
        report.line("accepted", log.accepted().size());
        report.line("compilations", compilations(outcome -> true));
        report.line("compilations completed", compilations(ChaosAudit::isCompleted));
        report.line("compilations asked for amid faults", compilationsAmidFaults);
        report.line("predictions", predictions.path("total").asLong());
        report.line("predictions made amid the faults", amidFaults);
        return report.findings(audit.findings());
    }

    private void haveAllToldTo(String url) throws IOException, InterruptedException {
        JsonHttp.Answer answer = http.post(
                stack.url(Service.APP) + "/webhook-endpoints",
                Map.of("X-API-Key", Objects.requireNonNull(environment.get("VSL_API_KEY"))),
                "{\"url\":\"" + url + "\"}");
        if (answer.status() != 201) {
            throw new UserError(
                    "The receiver of webhooks can't be registered: " + answer.status() + " " + answer.body());
        }
    }

    @Override
    public void close() {
        receiver.close();
        producer.close(Duration.ZERO);
        log.close();
    }

    /** Until every promised job has an outcome and every stage has read everything, or the time is over. */
    private void awaitOutcomes(long deadline) throws InterruptedException, ExecutionException {
        long saidAt = Long.MIN_VALUE;
        while (true) {
            log.read();
            Set<String> open = new HashSet<>(load.promised().keySet());
            open.removeAll(log.outcomes().keySet());
            long unread =
                    log.unread().values().stream().mapToLong(Long::longValue).sum();
            long now = System.nanoTime();
            boolean over = open.isEmpty() && unread == 0 || now > deadline;
            if (over || saidAt == Long.MIN_VALUE || now - saidAt > SAY_EVERY.toNanos()) {
                saidAt = now;
                say("%d of %d jobs have an outcome; records still to be read: %d"
                        .formatted(
                                load.promised().size() - open.size(),
                                load.promised().size(),
                                unread));
            }
            if (over) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
        }
    }

    /** How often Replicate's faults struck, before they are healed. */
    private Tally struck() throws IOException, InterruptedException {
        Tally struck = new Tally();
        for (JsonNode rule :
                http.get(simulator() + "/_sim/faults", Map.of()).body().path("faults")) {
            struck.add(
                    rule.path("on").asText() + " " + rule.path("kind").asText(),
                    rule.path("fired").asInt());
        }
        return struck;
    }

    private List<Integer> notTaken(ChaosPlan plan) {
        return plan.orders().stream().filter(load::isRefused).map(Order::number).toList();
    }

    /** Accepted, ended, or sent to Replicate, though its request was never committed. */
    private List<String> abortedRun() throws IOException, InterruptedException {
        List<String> run = new ArrayList<>();
        for (String job : kafka.aborted()) {
            long predictions = predictions(job);
            if (predictions > 0
                    || log.accepted().contains(job)
                    || log.outcomes().containsKey(job)) {
                run.add(job + ": " + predictions + " predictions");
            }
        }
        return run;
    }

    private List<String> sentToReplicate() throws IOException, InterruptedException {
        List<String> sent = new ArrayList<>();
        for (Map.Entry<String, List<JsonNode>> job : log.outcomes().entrySet()) {
            if (ChaosAudit.isCompilation(job.getValue().getFirst())) {
                long predictions = predictions(job.getKey());
                if (predictions > 0) {
                    sent.add(job.getKey() + ": " + predictions + " predictions");
                }
            }
        }
        return sent;
    }

    private List<String> otherInputs(ChaosPlan plan) throws IOException, InterruptedException {
        Set<Integer> uploaded = plan.orders().stream()
                .filter(order -> order.needs() instanceof Upload)
                .map(Order::number)
                .collect(Collectors.toSet());
        List<String> others = new ArrayList<>();
        for (Map.Entry<String, JsonNode> job : completed().entrySet()) {
            int order = ChaosAudit.order(job.getValue());
            if (uploaded.contains(order)) {
                JsonNode inputs = predictionsOf(job.getKey()).path("inputs");
                if (!ChaosAudit.isGiven(inputs, uploads.sha256(order))) {
                    others.add(job.getKey() + ": " + inputs);
                }
            }
        }
        return others;
    }

    private long predictions(String job) throws IOException, InterruptedException {
        return predictionsOf(job).path("count").asLong();
    }

    private JsonNode predictionsOf(String job) throws IOException, InterruptedException {
        return http.get(simulator() + "/_sim/predictions?job=" + job, Map.of()).body();
    }

    /** The completed jobs of the load, and none of a forged record. */
    private Map<String, JsonNode> completed() {
        Map<String, JsonNode> completed = new HashMap<>();
        log.outcomes().forEach((job, different) -> {
            if (ChaosAudit.isCompleted(different.getFirst())) {
                completed.put(job, different.getFirst());
            }
        });
        return completed;
    }

    private long compilations(Predicate<JsonNode> those) {
        return log.outcomes().values().stream()
                .map(List::getFirst)
                .filter(ChaosAudit::isCompilation)
                .filter(those)
                .count();
    }

    private static Map<String, Integer> repeated(JsonNode predictions) {
        Map<String, Integer> repeated = new HashMap<>();
        predictions
                .path("byAttempt")
                .properties()
                .forEach(e -> repeated.put(e.getKey(), e.getValue().intValue()));
        return repeated;
    }

    private static Producer<byte[], byte[]> producer(String brokers) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        brokers,
                        "acks",
                        "all",
                        "max.block.ms",
                        "60000",
                        "delivery.timeout.ms",
                        "90000",
                        "request.timeout.ms",
                        "5000",
                        "max.request.size",
                        "2000000"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private String simulator() {
        return Objects.requireNonNull(environment.get("SIMULATOR_URL"));
    }

    private void detail(String what) {
        if (verbose) {
            say(what);
        }
    }

    private void say(String what) {
        terminal.line(terminal.dim(String.format(Locale.ROOT, "%7.1f s  ", (System.nanoTime() - begin) / 1e9)) + what);
    }
}

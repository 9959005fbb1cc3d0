package io.vsl.bench;

import io.vsl.bench.reference.SinkDynamodb;
import io.vsl.bench.reference.SinkPostgres;
import io.vsl.bench.reference.SinkRedis;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A sink takes up a backlog of events, beside a loop that writes the same by hand. Each round begins with an empty store,
 * and both must leave the same in it.
 */
final class SinkScenario implements Scenario {

    private static final double GOAL = 0.8;

    private final Goal goal;
    private final SinkSetup setup;
    private final JobEvents events;

    /**
     * What differs.
     *
     * @param maxPollRecords the application's own
     * @param jobs           per second of a round
     */
    private record SinkSetup(Class<?> reference, int maxPollRecords, long jobs, Open store) {}

    @FunctionalInterface
    private interface Open {
        Store open(Servers servers) throws Exception;
    }

    private SinkScenario(String name, String reference, SinkSetup setup, JobEvents events) {
        this.events = events;
        goal = Goal.atLeast(name, "records/s", reference, GOAL);
        this.setup = setup;
    }

    static SinkScenario postgres(JobEvents events) {
        return new SinkScenario(
                "sink-postgres",
                "upsert of a poll by unnest",
                new SinkSetup(SinkPostgres.class, 1000, 2500, PostgresStore::new),
                events);
    }

    static SinkScenario redis(JobEvents events) {
        return new SinkScenario(
                "sink-redis", "pipelined script", new SinkSetup(SinkRedis.class, 1000, 7500, RedisStore::new), events);
    }

    static SinkScenario dynamodb(JobEvents events) {
        return new SinkScenario(
                "sink-dynamodb",
                "concurrent PutItem",
                new SinkSetup(SinkDynamodb.class, 200, 250, DynamodbStore::new),
                events);
    }

    @Override
    public String name() {
        return goal.contest();
    }

    @Override
    public List<Contest> run(Run run) throws Exception {
        String name = name();
        List<String> topics = JobEvents.topics(name);
        long jobs = setup.jobs() * run.round().toSeconds();
        long records = jobs * topics.size();
        try (Backlog backlog = new Backlog(run.servers().get("KAFKA_BROKERS"));
                Store store = setup.store().open(run.servers())) {
            backlog.createPublicTopics(topics);
            run.progress().say("writing %,d records".formatted(records));
            backlog.fill(events.ofJobs(run, name, jobs));
            Rounds rounds = new Rounds(backlog, store, records);
            run.profiles().begin();
            return List.of(Contest.hold(
                    goal,
                    () -> rounds.drain(
                            name + "." + name, () -> run.vsl("setup," + name, Map.of("VSL_TOPIC_PREFIX", name))),
                    () -> rounds.drain(name + ".loop", () -> run.reference(setup.reference(), settings(run, name))),
                    null,
                    run.rounds(),
                    run.progress()));
        }
    }

    private Map<String, String> settings(Run run, String name) {
        Map<String, String> settings = new HashMap<>();
        settings.put("GROUP", name + ".loop");
        settings.put("TOPICS", String.join(",", JobEvents.topics(name)));
        settings.put("MAX_POLL_RECORDS", Integer.toString(setup.maxPollRecords()));
        settings.put("JDBC_URL", PostgresStore.jdbcUrl(run.servers()));
        return settings;
    }

    /** What all rounds leave in the store is the same. */
    private static final class Rounds {

        private final Backlog backlog;
        private final Store store;
        private final long records;
        private @Nullable String expected;

        Rounds(Backlog backlog, Store store, long records) {
            this.backlog = backlog;
            this.store = store;
            this.records = records;
        }

        double drain(String group, Callable<Program> start) throws Exception {
            backlog.forget(group);
            store.empty();
            Program program = start.call();
            try (program) {
                double perSecond = backlog.drained(group, records);
                String content = store.content();
                if (expected != null && !expected.equals(content)) {
                    throw new IllegalStateException("%s left %s, not %s".formatted(group, content, expected));
                }
                expected = content;
                return perSecond;
            }
        }
    }
}

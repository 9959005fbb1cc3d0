package io.vsl.bench;

import io.vertx.core.http.HttpMethod;
import io.vsl.bench.reference.Clients;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * PostgreSQL's sink, {@code GET /status} of jobs that only PostgreSQL knows and {@code GET /jobs} of a user, over a long
 * history; beside themselves over a short one. Each history is a database of its own, so that they are measured in turns.
 */
final class GrowthScenario implements Scenario {

    private static final int SHORT = 10_000;
    private static final List<Integer> LONG = List.of(100_000, 1_000_000);
    private static final List<Integer> LONG_IF_QUICK = List.of(100_000);

    private static final String SEED = "growth-seed";
    /** Jobs of the seed, which a history repeats under other ids. */
    private static final int SEEDS = 1_000;

    private static final long JOBS_PER_SECOND_OF_ROUND = 2_500;
    private static final double LOOKS_PER_SECOND = 50;
    /** A program that is not warm yet takes longer for each. */
    private static final double COLD_LOOKS_PER_SECOND = 10;
    /** What may be lost or added where the history grows. */
    private static final double FACTOR = 1.2;

    /** Under other ids, an hour older each time, of a thousand users. */
    private static final String REPEAT = """
            CREATE UNLOGGED TABLE repeated AS
            SELECT job_id AS seed, gen_random_uuid() AS job_id, n, n * interval '1 hour' AS earlier
            FROM jobs, generate_series(1, %d) n;

            INSERT INTO jobs
            SELECT r.job_id, status, media_type, model_id, 'user' || n %% 1000, created_at - earlier, completed_at - earlier,
                   processing_time, estimated_time, estimated_cost, cost, prediction_id || n, error_code, error_message,
                   version, jsonb_set(document, '{jobId}', to_jsonb(r.job_id))
            FROM repeated r JOIN jobs j ON j.job_id = r.seed;

            INSERT INTO job_events
            SELECT replace(event_id, seed::text, r.job_id::text), r.job_id, type, time - earlier, value, topic, partition,
                   "offset"
            FROM repeated r JOIN job_events e ON e.job_id = r.seed;

            INSERT INTO job_outcomes (job_id, partition, "offset") SELECT job_id, 0, version FROM jobs;

            DROP TABLE repeated;

            VACUUM ANALYZE""";

    private final JobEvents events;

    GrowthScenario(JobEvents events) {
        this.events = events;
    }

    /** The figures of a history, a round after the other. */
    private static final class History {
        private final int jobs;
        private final Map<String, String> database;
        private final Iterator<String> ids;
        private final Program status;
        private final List<Double> drained = new ArrayList<>();
        private final List<Double> statusP99 = new ArrayList<>();
        private final List<Double> listP99 = new ArrayList<>();
        private int lists;

        History(int jobs, Map<String, String> database, List<String> ids, Program status) {
            this.jobs = jobs;
            this.database = database;
            this.ids = ids.iterator();
            this.status = status;
        }

        /** Of each user in turn, a page. */
        private String nextList() {
            return "/jobs?limit=20&userId=user" + (1 + lists++ % (jobs / SEEDS - 1));
        }
    }

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public List<Contest> run(Run run) throws Exception {
        List<Integer> sizes = new ArrayList<>(List.of(SHORT));
        sizes.addAll(run.isQuick() ? LONG_IF_QUICK : LONG);
        List<History> histories = new ArrayList<>();
        try (Backlog backlog = new Backlog(run.servers().get("KAFKA_BROKERS"));
                Load load = new Load()) {
            backlog.createPublicTopics(JobEvents.topics(SEED));
            // Now: a producer of Kafka 4.3.1 that finds its topics half made may fall out of sequence for good.
            for (int i = 0; i < run.rounds(); i++) {
                backlog.createPublicTopics(JobEvents.topics(prefix(i)));
            }
            backlog.fill(events.ofJobs(run, SEED, SEEDS));
            for (int jobs : sizes) {
                run.progress().say("making a history of %,d jobs".formatted(jobs));
                histories.add(history(run, backlog, jobs));
            }
            for (History history : histories) {
                long cold = (long) (COLD_LOOKS_PER_SECOND * run.warmUp().toSeconds());
                load.run(looks(run, history), cold, COLD_LOOKS_PER_SECOND);
                load.run(lists(run, history), cold, COLD_LOOKS_PER_SECOND);
                look(run, load, history);
                history.statusP99.clear();
                history.listP99.clear();
            }
            for (int i = 0; i < run.rounds(); i++) {
                round(run, backlog, load, histories, prefix(i));
            }
        } finally {
            histories.forEach(history -> history.status.close());
        }
        History base = histories.get(0);
        List<Contest> contests = new ArrayList<>();
        for (History history : histories.subList(1, histories.size())) {
            contests.add(new Contest(
                    Goal.atLeast(
                            "sink-postgres, %,d jobs".formatted(history.jobs),
                            "records/s",
                            "%,d jobs".formatted(SHORT),
                            1 / FACTOR),
                    history.drained,
                    base.drained,
                    null));
            contests.add(new Contest(
                    Goal.atMost(
                            "status p99, %,d jobs".formatted(history.jobs), "ms", "%,d jobs".formatted(SHORT), FACTOR),
                    history.statusP99,
                    base.statusP99,
                    null));
            contests.add(new Contest(
                    Goal.atMost(
                            "list p99, %,d jobs".formatted(history.jobs), "ms", "%,d jobs".formatted(SHORT), FACTOR),
                    history.listP99,
                    base.listP99,
                    null));
        }
        return contests;
    }

    private History history(Run run, Backlog backlog, int jobs) throws Exception {
        String name = "history_" + jobs;
        Map<String, String> environment = new HashMap<>(run.servers().environment());
        execute(environment, "CREATE DATABASE " + name);
        Map<String, String> database = Map.of(
                "DATABASE_URL",
                Objects.requireNonNull(environment.get("DATABASE_URL")).replaceAll("/[^/]+$", "/" + name));
        environment.putAll(database);
        backlog.forget(SEED + ".sink-postgres");
        Map<String, String> settings = new HashMap<>(database);
        settings.put("VSL_TOPIC_PREFIX", SEED);
        Program sink = run.vsl("setup,sink-postgres", settings);
        try (sink) {
            backlog.drained(
                    SEED + ".sink-postgres",
                    (long) SEEDS * JobEvents.topics(SEED).size());
        }
        for (String statement : REPEAT.formatted(jobs / SEEDS - 1).split(";")) {
            execute(environment, statement);
        }
        return new History(jobs, database, ids(environment), run.vsl("status", database));
    }

    private static void execute(Map<String, String> environment, String sql) throws SQLException {
        try (Connection connection = new Clients(environment).connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> ids(Map<String, String> environment) throws SQLException {
        try (Connection connection = new Clients(environment).connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT job_id FROM jobs ORDER BY random() LIMIT " + SHORT)) {
            List<String> ids = new ArrayList<>();
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
            return ids;
        }
    }

    private static String prefix(int round) {
        return "growth-" + round;
    }

    private void round(Run run, Backlog backlog, Load load, List<History> histories, String prefix) throws Exception {
        long jobs = JOBS_PER_SECOND_OF_ROUND * run.round().toSeconds();
        List<String> topics = JobEvents.topics(prefix);
        backlog.fill(events.ofJobs(run, prefix, jobs));
        for (History history : histories) {
            look(run, load, history);
            Map<String, String> settings = new HashMap<>(history.database);
            settings.put("VSL_TOPIC_PREFIX", prefix);
            backlog.forget(prefix + ".sink-postgres");
            Program sink = run.vsl("sink-postgres", settings);
            try (sink) {
                history.drained.add(backlog.drained(prefix + ".sink-postgres", jobs * topics.size()));
            }
            run.progress()
                    .say("%,d jobs: %,.0f records/s, status p99 %.1f ms, list p99 %.1f ms"
                            .formatted(
                                    history.jobs,
                                    last(history.drained),
                                    last(history.statusP99),
                                    last(history.listP99)));
        }
    }

    private static double last(List<Double> values) {
        return values.getLast();
    }

    private static void look(Run run, Load load, History history) throws InterruptedException {
        long looks = (long) (LOOKS_PER_SECOND * run.round().toSeconds());
        history.statusP99.add(p99(load.run(looks(run, history), looks, LOOKS_PER_SECOND)));
        history.listP99.add(p99(load.run(lists(run, history), looks, LOOKS_PER_SECOND)));
    }

    private static double p99(Load.Answered answered) {
        return Contest.percentile(answered.latencies(), 0.99);
    }

    /** Each job once: afterwards Redis has it. */
    private static Load.Request looks(Run run, History history) {
        return get(run, history, () -> "/status/" + history.ids.next());
    }

    private static Load.Request lists(Run run, History history) {
        return get(run, history, history::nextList);
    }

    private static Load.Request get(Run run, History history, Supplier<String> path) {
        return new Load.Request(
                HttpMethod.GET,
                history.status.port(),
                path,
                Map.of("X-API-Key", run.servers().get("VSL_OPERATOR_KEY")),
                new byte[0],
                200);
    }
}

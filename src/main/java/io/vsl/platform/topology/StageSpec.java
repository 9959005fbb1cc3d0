package io.vsl.platform.topology;

import java.util.List;
import java.util.Map;

/**
 * A stage: one line of {@code topology.yaml}, in which the fields of the parts stand beside each other. Topics are without
 * their prefix.
 *
 * @param name   as {@code VSL_STAGES} names it, its route file, consumer group and metrics
 * @param does   for the docs
 * @param runs   what sets it going
 * @param writes topics, beside those that follow from {@code runs}
 * @param looks  what it may do with the topics of other stages
 * @param uses   stores and secrets
 * @param routes its further route files
 * @param scale  how many of it {@code docker-compose.yml} starts in its profile {@code scale}
 */
public record StageSpec(
        String name,
        String does,
        Runs runs,
        List<String> writes,
        Looks looks,
        Uses uses,
        List<String> routes,
        int scale) {

    /**
     * What sets a stage going; at least one of these.
     *
     * @param reads  topics that it consumes by the stage template
     * @param serves paths of HTTP; a star at the end stands for any
     * @param timed  the clock
     * @param start  it does its work when the process starts, and has no route
     */
    public record Runs(List<String> reads, List<String> serves, boolean timed, boolean start) {}

    /**
     * Names of consuming stages, or {@code all} of them.
     *
     * @param watches whose lag it looks at
     * @param reviews whose retries and dead letters it reads
     * @param retries whose retry topic it writes
     */
    public record Looks(List<String> watches, List<String> reviews, List<String> retries) {}

    /**
     * What IAM must allow, and ECS put into the environment.
     *
     * @param secrets parameters, beside the database's, which every stage has
     * @param table   actions on the table of jobs
     * @param bucket  actions on the bucket
     * @param objects actions on objects, with what their keys begin with
     */
    public record Uses(
            List<String> secrets, List<String> table, List<String> bucket, Map<String, List<String>> objects) {}

    /** By the stage template, from Kafka. */
    public boolean consumes() {
        return !runs.reads().isEmpty();
    }

    /** The topic of what a consuming stage is to take up again, beside what it reads anyway. */
    public String retry() {
        return retry(name);
    }

    public static String retry(String stage) {
        return stage + ".retry";
    }

    /** The topic of what a consuming stage can't process. */
    public String deadLetter() {
        return deadLetter(name);
    }

    public static String deadLetter(String stage) {
        return stage + ".dead-letter";
    }
}

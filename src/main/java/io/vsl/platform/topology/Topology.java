package io.vsl.platform.topology;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All stages and topics, and what follows from their lines.
 *
 * @param routes route files that every process loads, without their ending
 * @param topics those that are named; each consuming stage has two more
 * @param stages in the order of a job's way
 */
public record Topology(List<String> routes, List<TopicSpec> topics, List<StageSpec> stages) {

    /** Where ours is. */
    public static final String DEFAULT = "classpath:topology.yaml";

    /** In place of names of stages: every one. */
    static final String ALL = "all";

    /** The stage that brings back what others have postponed, from the topics of the {@link DelayTier}s. */
    public static final String DELAY = "delay";

    /** Stages that begin where a group {@code <stage>-retry} of an earlier release was. */
    private static final List<String> HAD_A_RETRY_GROUP = List.of("store", "cancel");

    /**
     * Reads files, whose lists are put together.
     *
     * @param locations comma-separated: paths, or {@code classpath:} and a resource
     * @throws InvalidTopology with every fault, by stage or topic and field
     */
    public static Topology read(String locations) {
        return ReadTopology.read(locations);
    }

    /** The stages that consume from Kafka. */
    public List<StageSpec> consumers() {
        return stages.stream().filter(StageSpec::consumes).toList();
    }

    /** The names of the stages that consume from Kafka. */
    public List<String> consuming() {
        return consumers().stream().map(StageSpec::name).toList();
    }

    public List<String> names() {
        return stages.stream().map(StageSpec::name).toList();
    }

    /** @throws InvalidTopology when there is none of that name */
    public StageSpec stage(String name) {
        return find(name)
                .orElseThrow(() -> new InvalidTopology(
                        "no stage is called %s; the stages are %s".formatted(name, String.join(", ", names()))));
    }

    Optional<StageSpec> find(String name) {
        return stages.stream().filter(stage -> stage.name().equals(name)).findFirst();
    }

    /**
     * Reads {@code VSL_STAGES}.
     *
     * @param names comma-separated, or {@code all}
     * @throws InvalidTopology naming what is not a stage, and what is
     */
    public List<StageSpec> select(String names) {
        List<String> chosen = Arrays.stream(names.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        if (chosen.equals(List.of(ALL))) {
            return stages;
        }
        List<String> unknown =
                chosen.stream().filter(name -> find(name).isEmpty()).toList();
        if (!unknown.isEmpty() || chosen.isEmpty()) {
            throw new InvalidTopology("VSL_STAGES: %s; the stages are %s, or all"
                    .formatted(
                            unknown.isEmpty() ? "names none" : "no stage is called " + String.join(", ", unknown),
                            String.join(", ", names())));
        }
        return chosen.stream().map(this::stage).toList();
    }

    /** The route files of a process with these stages, without their ending. */
    public List<String> routesOf(List<StageSpec> some) {
        return Stream.concat(
                        routes.stream(),
                        some.stream()
                                .filter(stage -> !stage.runs().start())
                                .flatMap(stage -> Stream.concat(Stream.of(stage.name()), stage.routes().stream())))
                .distinct()
                .toList();
    }

    /** What a consuming stage reads, by the one group of its name. */
    public List<String> readBy(StageSpec stage) {
        return Stream.concat(stage.runs().reads().stream(), Stream.of(stage.retry()))
                .toList();
    }

    /** Where what a stage has postponed waits. */
    private List<String> delays() {
        List<String> tiers = DelayTier.ALL.stream().map(DelayTier::topic).toList();
        return topics.stream().map(TopicSpec::name).filter(tiers::contains).toList();
    }

    /** The names of all topics. */
    public List<String> allTopics() {
        return Stream.concat(
                        topics.stream().map(TopicSpec::name),
                        consumers().stream().flatMap(stage -> Stream.of(stage.retry(), stage.deadLetter())))
                .toList();
    }

    /** What others write and read, by clients of any language: each has a schema of its name. */
    public List<String> publicTopics() {
        return topics.stream()
                .filter(topic -> topic.others() != null)
                .map(TopicSpec::name)
                .toList();
    }

    /** The same, and the dead letters that they look at. */
    public List<String> topicsForOthers() {
        return Stream.concat(publicTopics().stream(), consumers().stream().map(StageSpec::deadLetter))
                .toList();
    }

    /** What a stage may do, and nothing else. */
    public Access access(StageSpec stage) {
        StageSpec.Looks looks = stage.looks();
        Stream<String> watched = named(looks.watches()).stream().flatMap(it -> stage(it).runs().reads().stream());
        Stream<String> reviewed =
                named(looks.reviews()).stream().flatMap(it -> Stream.of(StageSpec.retry(it), StageSpec.deadLetter(it)));
        Stream<String> read = stage.consumes() ? readBy(stage).stream() : Stream.of();
        Stream<String> written = stage.consumes()
                ? Stream.of(stage.writes(), delays(), List.of(stage.deadLetter()))
                        .flatMap(List::stream)
                : stage.writes().stream();
        Stream<String> former =
                HAD_A_RETRY_GROUP.contains(stage.name()) ? Stream.of(stage.name() + "-retry") : Stream.of();
        return new Access(
                stage.name(),
                new Access.ToTopics(
                        Stream.of(read, watched, reviewed)
                                .flatMap(it -> it)
                                .distinct()
                                .toList(),
                        Stream.concat(written, named(looks.retries()).stream().map(StageSpec::retry))
                                .distinct()
                                .toList(),
                        stage.runs().start() ? allTopics() : List.of()),
                stage.consumes() ? List.of(stage.name()) : List.of(),
                Stream.concat(named(looks.watches()).stream(), former).toList(),
                stage.uses());
    }

    private List<String> named(List<String> names) {
        return names.contains(ALL) ? consuming() : names;
    }
}

package io.vsl.platform.topology;

import io.vsl.platform.topology.TopicSpec.Others;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads topology files and holds their lines against one another. */
final class ReadTopology {

    private static final String CLASSPATH = "classpath:";

    /** In Parameter Store; the database's is everybody's. */
    private static final List<String> SECRETS =
            List.of("redis-url", "replicate-token", "webhook-secret", "operator-key");

    private final List<String> faults = new ArrayList<>();
    private final List<String> routes = new ArrayList<>();
    private final List<TopicSpec> topics = new ArrayList<>();
    private final List<StageSpec> stages = new ArrayList<>();

    private ReadTopology() {}

    static Topology read(String locations) {
        ReadTopology read = new ReadTopology();
        for (String location : locations.split(",")) {
            read.file(location.strip());
        }
        read.check();
        if (!read.faults.isEmpty()) {
            throw new InvalidTopology(read.faults);
        }
        return new Topology(List.copyOf(read.routes), List.copyOf(read.topics), List.copyOf(read.stages));
    }

    private void file(String location) {
        Line file;
        try {
            file = new Line(location, new Yaml(new SafeConstructor(new LoaderOptions())).load(text(location)), faults);
        } catch (YAMLException e) {
            faults.add("%s: is not YAML: %s".formatted(location, e.getMessage()));
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(location, e);
        }
        routes.addAll(file.texts("routes"));
        file.lines("topics", "topic").forEach(line -> topics.add(topic(line)));
        file.lines("stages", "stage").forEach(line -> stages.add(stage(line)));
        file.nothingElse();
    }

    private static String text(String location) throws IOException {
        if (!location.startsWith(CLASSPATH)) {
            if (!Files.isRegularFile(Path.of(location))) {
                throw new InvalidTopology("vsl.topology: there is no file " + location);
            }
            return Files.readString(Path.of(location));
        }
        try (InputStream resource =
                ReadTopology.class.getResourceAsStream("/" + location.substring(CLASSPATH.length()))) {
            if (resource == null) {
                throw new InvalidTopology("vsl.topology: there is no resource " + location);
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static TopicSpec topic(Line line) {
        TopicSpec topic = new TopicSpec(
                line.name(), others(line.word("others", List.of("", "write", "read"))), line.text("holds"));
        line.nothingElse();
        return topic;
    }

    private static @Nullable Others others(String word) {
        return word.isEmpty() ? null : Others.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static StageSpec stage(Line line) {
        StageSpec stage = new StageSpec(
                line.name(),
                line.text("does"),
                new StageSpec.Runs(line.texts("reads"), line.texts("serves"), line.flag("timed"), line.flag("start")),
                line.texts("writes"),
                new StageSpec.Looks(line.texts("watches"), line.texts("reviews"), line.texts("retries")),
                new StageSpec.Uses(
                        line.texts("secrets", SECRETS),
                        line.texts("table"),
                        line.texts("bucket"),
                        line.textsByName("objects")),
                line.texts("routes"),
                line.count("scale"));
        line.nothingElse();
        return stage;
    }

    private void check() {
        List<String> names = topics.stream().map(TopicSpec::name).toList();
        List<String> consuming =
                stages.stream().filter(StageSpec::consumes).map(StageSpec::name).toList();
        unique("topic", names);
        unique("stage", stages.stream().map(StageSpec::name).toList());
        for (StageSpec stage : stages) {
            StageSpec.Runs runs = stage.runs();
            if (stage.name().equals(Topology.ALL) || stage.name().contains(".")) {
                wrong(stage, "name", "can't be all and can't have a dot");
            }
            if (!stage.consumes() && runs.serves().isEmpty() && !runs.timed() && !runs.start()) {
                wrong(stage, "reads", "must be there, or else serves, timed or start: nothing sets the stage going");
            }
            known(stage, "reads", runs.reads(), names, "topic");
            known(stage, "writes", stage.writes(), names, "topic");
            StageSpec.Looks looks = stage.looks();
            known(stage, "watches", looks.watches(), consuming, "stage that reads");
            known(stage, "reviews", looks.reviews(), consuming, "stage that reads");
            known(stage, "retries", looks.retries(), consuming, "stage that reads");
            runs.serves().stream()
                    .filter(path -> !path.startsWith("/"))
                    .forEach(path -> wrong(stage, "serves", "must begin with a slash, not be " + path));
        }
    }

    private void unique(String what, List<String> names) {
        Set<String> seen = new HashSet<>();
        names.stream()
                .filter(name -> !seen.add(name))
                .forEach(name -> faults.add("%s %s: name: is there twice".formatted(what, name)));
    }

    private void known(StageSpec stage, String field, List<String> used, List<String> allowed, String what) {
        used.stream()
                .filter(name -> !allowed.contains(name) && !(name.equals(Topology.ALL) && what.startsWith("stage")))
                .forEach(name -> wrong(
                        stage,
                        field,
                        "no %s is called %s; there are %s".formatted(what, name, String.join(", ", allowed))));
    }

    private void wrong(StageSpec stage, String field, String message) {
        faults.add("stage %s: %s: %s".formatted(stage.name(), field, message));
    }
}

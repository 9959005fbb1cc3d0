package io.vsl.architecture;

import io.vsl.platform.topology.Access;
import io.vsl.platform.topology.DelayTier;
import io.vsl.platform.topology.StageSpec;
import io.vsl.platform.topology.TopicSpec;
import io.vsl.platform.topology.Topology;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What files beside the code say of the topology, each between two comments that name it. */
final class Tables {

    private static final String HTTP = "HTTP";

    private final Topology topology;

    Tables(Topology topology) {
        this.topology = topology;
    }

    /** Where there are some. */
    static final List<Path> FILES = Stream.of(
                    "README.md", "docs/EVENTS.md", "docs/ROLES.md", "docker-compose.yml", "docker/front.conf")
            .map(Path::of)
            .toList();

    /** The text with each of its tables as the topology has it. */
    String in(String text) {
        Map<String, String> tables = Map.of(
                "stages", stages(), "topics", topics(), "roles", roles(), "services", services(), "paths", paths());
        Matcher marked = Pattern.compile("(?m)(?<=^)( *)(<!-- |# )(\\w+), written by \\./vsl tables( -->)?\n(?s:.*?)"
                        + "^ *(<!-- |# )end of \\3")
                .matcher(text);
        if (!marked.find()) {
            throw new IllegalStateException("there is no \"<name>, written by ./vsl tables\"");
        }
        return marked.reset().replaceAll(table -> {
            String indent = table.group(1);
            String body = Objects.requireNonNull(tables.get(table.group(3)), table.group(3))
                    .indent(indent.length());
            return Matcher.quoteReplacement("%s%s%s, written by ./vsl tables%s\n%s%s%send of %s"
                    .formatted(
                            indent,
                            table.group(2),
                            table.group(3),
                            Objects.requireNonNullElse(table.group(4), ""),
                            body,
                            indent,
                            table.group(2),
                            table.group(3)));
        });
    }

    private String stages() {
        return table(
                List.of("stage", "does", "reads", "writes"),
                topology.stages().stream()
                        .map(stage -> List.of(
                                code(stage.name()),
                                stage.does(),
                                sources(stage),
                                code(Stream.concat(
                                                stage.writes().stream(),
                                                stage.looks().retries().isEmpty()
                                                        ? Stream.of()
                                                        : Stream.of("<stage>.retry"))
                                        .toList()))));
    }

    private static String sources(StageSpec stage) {
        StageSpec.Runs runs = stage.runs();
        return Stream.of(code(runs.reads()), runs.serves().isEmpty() ? "" : HTTP, runs.timed() ? "the clock" : "")
                .filter(source -> !source.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private String topics() {
        Stream<List<String>> named = topology.topics().stream()
                .map(topic -> List.of(
                        code("vsl." + topic.name()), topic.holds(), writers(topic), readers(topic), forYou(topic)));
        Stream<List<String>> ofStages = Stream.of(
                List.of(
                        code("vsl.<stage>.retry"),
                        "what the stage is to take up again",
                        topology.stages().stream()
                                .filter(stage -> !stage.looks().retries().isEmpty())
                                .map(StageSpec::name)
                                .collect(Collectors.joining(", ")),
                        "the stage",
                        ""),
                List.of(
                        code("vsl.<stage>.dead-letter"),
                        "what the stage can't process, and why",
                        "the stage",
                        "",
                        "to look at"));
        return table(List.of("topic", "holds", "written by", "read by", "for you"), Stream.concat(named, ofStages));
    }

    private String writers(TopicSpec topic) {
        if (DelayTier.ALL.stream().anyMatch(tier -> tier.topic().equals(topic.name()))) {
            return "each stage that reads";
        }
        return Stream.concat(
                        topology.stages().stream()
                                .filter(stage -> stage.writes().contains(topic.name()))
                                .map(StageSpec::name),
                        topic.others() == TopicSpec.Others.WRITE ? Stream.of("anyone with write access") : Stream.of())
                .collect(Collectors.joining(", "));
    }

    private String readers(TopicSpec topic) {
        return topology.consumers().stream()
                .filter(stage -> stage.runs().reads().contains(topic.name()))
                .map(StageSpec::name)
                .collect(Collectors.joining(", "));
    }

    private static String forYou(TopicSpec topic) {
        TopicSpec.Others others = topic.others();
        return others == null
                ? ""
                : switch (others) {
                    case WRITE -> "to write";
                    case READ -> "to read";
                };
    }

    private String roles() {
        return table(
                List.of("stage", "reads", "writes", "creates", "groups", "offsets of", "DynamoDB", "S3", "secrets"),
                topology.stages().stream().map(topology::access).map(access -> Stream.of(
                                List.of(access.stage()),
                                access.topics().reads(),
                                access.topics().writes(),
                                access.topics().creates(),
                                access.joins(),
                                access.watches(),
                                access.uses().table(),
                                s3(access),
                                access.secrets())
                        .map(Tables::code)
                        .toList()));
    }

    private static List<String> s3(Access access) {
        return Stream.concat(
                        access.uses().bucket().stream(),
                        access.uses().objects().entrySet().stream()
                                .map(action -> action.getKey() + " of " + String.join(", ", action.getValue())))
                .toList();
    }

    /** Of docker-compose.yml's profile scale; what works at start is a service of another kind. */
    private String services() {
        return running()
                .map(stage -> "%s: {<<: *stage, environment: {<<: *stage-environment, VSL_STAGES: %s}%s}\n"
                        .formatted(stage.name(), stage.name(), stage.scale() == 1 ? "" : ", scale: " + stage.scale()))
                .collect(Collectors.joining());
    }

    /** Of nginx. */
    private String paths() {
        return running()
                .filter(stage -> !stage.runs().serves().isEmpty())
                .map(stage -> stage.runs().serves().stream()
                                .map(Tables::pattern)
                                .collect(Collectors.joining("|", "~^/(", ")"))
                        + "  " + stage.name() + ";\n")
                .collect(Collectors.joining());
    }

    private static String pattern(String path) {
        String rest = path.substring(1).replace(".", "\\.");
        return rest.endsWith("*") ? rest.substring(0, rest.length() - 1) : rest + "$";
    }

    private Stream<StageSpec> running() {
        return topology.stages().stream().filter(stage -> !stage.runs().start());
    }

    private static String table(List<String> heads, Stream<List<String>> rows) {
        return Stream.concat(Stream.of(heads, heads.stream().map(head -> "---").toList()), rows)
                .map(row -> "|"
                        + row.stream()
                                .map(cell -> cell.isEmpty() ? " |" : " " + cell + " |")
                                .collect(Collectors.joining())
                        + "\n")
                .collect(Collectors.joining());
    }

    private static String code(String name) {
        return "`" + name + "`";
    }

    private static String code(List<String> names) {
        return names.stream().map(Tables::code).collect(Collectors.joining(", "));
    }
}

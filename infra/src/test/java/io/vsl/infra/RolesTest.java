package io.vsl.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The roles against what the routes and the application's sources use: no more, no less. */
class RolesTest {

    private static final Path ROUTES = Path.of("../src/main/resources/routes");
    private static final Path SOURCES = Path.of("../src/main/java/io/vsl");

    /** How a stage's sources write a topic. */
    private static final Map<String, List<String>> WRITES = Map.of(
            "new JobAccepted\\(", List.of("job.accepted"),
            "new JobStarted\\(", List.of("job.started"),
            "new JobGenerated\\(", List.of("job.generated"),
            "new JobCompleted\\(", List.of("outcome.proposed"),
            "records\\.completed\\(", List.of("job.completed"),
            "records\\.attempt\\(", List.of("attempt.requested"),
            "records\\.cancel\\(", List.of("job.cancel-requested"),
            "records\\.request\\(", List.of("job.requested"),
            "records\\.report\\(", List.of("prediction.reported"));

    private static final Map<String, List<String>> SECRETS = Map.of(
            "import io\\.vsl\\.provider\\.Call;", List.of("replicate-token"),
            "SignedContext|WebhookUrls", List.of("webhook-secret"),
            "JobCache|IdempotencyKeys|RateLimit|RedisConnection", List.of("redis-url"),
            "operatorKey\\(\\)", List.of("operator-key"));

    private static final Map<String, List<String>> TABLE = Map.of(
            "aws2-ddb:[^\\n]*GetItem", List.of("GetItem"),
            "class WriteDynamodb[\\s\\S]*putAll", List.of("PutItem"),
            "items::findAll", List.of("BatchGetItem"),
            "items::clear", List.of("Scan", "BatchWriteItem"),
            "describeTable", List.of("DescribeTable"),
            "describeTimeToLive", List.of("DescribeTimeToLive"));

    private static final Map<String, List<String>> OBJECTS = Map.of(
            "operation: getObject|MediaLinks", List.of("GetObject"),
            "id: store-output,", List.of("PutObject"));

    /** What the keys in a stage's sources begin with. */
    private static final Map<String, List<String>> PREFIXES = Map.of(
            "metadataKey|MediaLinks", Roles.MEDIA,
            "\"temp/", List.of("temp/"));

    /** S3 says that an object is missing only to those who may list. */
    private static final Map<String, List<String>> BUCKET = Map.of(
            "NoSuchKeyException|headBucket", List.of("ListBucket"));

    @Test
    void thereIsOneForEachStage() {
        Matcher names = Pattern.compile("\"([a-z-]+)\"").matcher(
                read(SOURCES.resolve("platform/Stages.java")).split("private Stages")[0]);
        assertThat(names.results().map(it -> it.group(1))).containsExactlyInAnyOrderElementsOf(
                Roles.ALL.stream().map(StageRole::stage).toList());
    }

    @TestFactory
    Stream<DynamicTest> aStageMayReadAndJoinWhatItsRoutesDo() {
        return each((role, sources) -> {
            Map<String, List<String>> groups = consumed(role.stage());
            assertThat(role.joins()).containsExactlyInAnyOrderElementsOf(groups.keySet());
            if (!groups.isEmpty()) {
                assertThat(role.reads()).containsExactlyInAnyOrderElementsOf(
                        groups.values().stream().flatMap(List::stream).toList());
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> aStageMayWriteWhatItsSourcesDo() {
        return each((role, sources) -> {
            Set<String> used = used(WRITES, sources);
            if (!consumed(role.stage()).isEmpty()) {
                used.addAll(List.of(role.stage() + ".retry", role.stage() + ".dead-letter"));
            }
            if (role.stage().equals("admin")) {
                Roles.ALL.stream().filter(it -> !it.joins().isEmpty()).forEach(it -> used.add(it.stage() + ".retry"));
            }
            assertThat(role.writes()).containsExactlyInAnyOrderElementsOf(used);
        });
    }

    @TestFactory
    Stream<DynamicTest> aStageMayUseTheStoresItDoes() {
        return each((role, sources) -> {
            assertThat(role.table()).containsExactlyInAnyOrderElementsOf(used(TABLE, sources));
            assertThat(role.objects()).containsExactlyInAnyOrderElementsOf(used(OBJECTS, sources));
            assertThat(role.prefixes()).containsExactlyInAnyOrderElementsOf(used(PREFIXES, sources));
            assertThat(role.bucket()).containsExactlyInAnyOrderElementsOf(used(BUCKET, sources));
        });
    }

    /** Readiness asks the database, in every process. */
    @TestFactory
    Stream<DynamicTest> aStageHasTheSecretsItUses() {
        return each((role, sources) -> {
            Set<String> used = used(SECRETS, sources);
            used.add("database-url");
            assertThat(role.secrets()).containsExactlyInAnyOrderElementsOf(used);
        });
    }

    @Test
    void whoAsksForLagMayLookAtTheGroupsAndTheTopics() {
        assertThat(read(SOURCES.resolve("submit/MeasureBacklog.java")))
                .contains("topics.inputs(\"admit\")", "topics.inputs(\"generate\")");
        assertThat(role("submit").watches()).containsExactly("admit", "admit-retry", "generate", "generate-retry");
        assertThat(role("submit").reads()).containsExactlyInAnyOrderElementsOf(Stream.of("admit", "generate")
                .flatMap(stage -> role(stage).reads().stream()).filter(it -> !it.endsWith(".retry")).toList());
        assertThat(read(SOURCES.resolve("status/AwaitAdmissions.java"))).contains("topics.inputs(\"admit\")");
        assertThat(role("status").watches()).containsExactly("admit", "admit-retry");
        assertThat(role("status").reads()).containsExactly("job.requested");
        assertThat(role("admin").watches()).containsExactlyInAnyOrderElementsOf(Roles.ALL.stream()
                .filter(it -> !it.joins().isEmpty())
                .flatMap(it -> Stream.of(it.stage(), it.stage() + "-retry")).toList());
        assertThat(Roles.ALL.stream().filter(it -> !it.watches().isEmpty()).map(StageRole::stage))
                .containsExactly("submit", "status", "admin");
    }

    @Test
    void everyTopicIsCreatedAndAnOperatorMayReadIt() {
        Set<String> all = Roles.ALL.stream().filter(role -> !role.stage().equals("admin"))
                .flatMap(role -> Stream.concat(role.reads().stream(), role.writes().stream()))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(role("setup").creates()).containsExactlyInAnyOrderElementsOf(all);
        assertThat(role("admin").reads()).containsExactlyInAnyOrderElementsOf(all);
    }

    @TestFactory
    Stream<DynamicTest> nobodyHasAWildcard() {
        return each((role, sources) -> assertThat(Stream.concat(role.secrets().stream(), role.grants().stream()
                .flatMap(it -> Stream.concat(it.actions().stream(), it.names().stream()))))
                .noneMatch(it -> it.contains("*")));
    }

    @Test
    void thePageIsCurrent() {
        assertThat(Path.of("../docs/ROLES.md")).as("./vsl infra roles writes it").hasContent(Roles.markdown());
    }

    private static Stream<DynamicTest> each(BiConsumer<StageRole, String> check) {
        return Roles.ALL.stream().map(role ->
                DynamicTest.dynamicTest(role.stage(), () -> check.accept(role, sources(role.stage()))));
    }

    private static Set<String> used(Map<String, List<String>> signs, String sources) {
        return signs.entrySet().stream().filter(sign -> Pattern.compile(sign.getKey()).matcher(sources).find())
                .flatMap(sign -> sign.getValue().stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The topics of a stage's routes from Kafka, by group. */
    private static Map<String, List<String>> consumed(String stage) {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        Path route = ROUTES.resolve(stage + ".camel.yaml");
        if (Files.exists(route)) {
            Matcher templated = Pattern.compile("name: stage, value: ([a-z-]+)}\\s+- \\{name: topics, value: \"([^\"]+)\"")
                    .matcher(read(route));
            while (templated.find()) {
                String topics = templated.group(2).replace("{{vsl.sinks.topics}}", sinkTopics());
                groups.put(templated.group(1), Stream.of(topics.split(","))
                        .map(topic -> topic.strip().replaceAll("^(\\{\\{|\\$\\{)vsl.kafka.topic-prefix}}?\\.", ""))
                        .toList());
            }
        }
        return groups;
    }

    private static String sinkTopics() {
        Matcher topics = Pattern.compile("topics: \"([^\"]+)\"").matcher(
                read(Path.of("../src/main/resources/application.yaml")));
        assertThat(topics.find()).isTrue();
        return topics.group(1).replaceAll("\\\\\\s+", "");
    }

    /** Everything that is the stage's own. */
    private static String sources(String stage) {
        Stream<Path> java = switch (stage) {
            case "setup" -> Stream.of(SOURCES.resolve("platform/start/Setup.java"),
                    SOURCES.resolve("platform/aws/CreateStores.java"),
                    SOURCES.resolve("platform/aws/CompareTable.java"));
            case "sink-postgres" -> Stream.of(SOURCES.resolve("sinks/PostgresRows.java"));
            case "sink-redis" -> Stream.of(SOURCES.resolve("sinks/WriteRedis.java"));
            case "sink-dynamodb" -> Stream.of(SOURCES.resolve("sinks/WriteDynamodb.java"));
            default -> files(SOURCES.resolve(stage));
        };
        return Stream.concat(java, routes(stage)).filter(Files::exists)
                .map(RolesTest::read).collect(Collectors.joining("\n"));
    }

    /** A stage's routes, and those that did not fit into the same file, such as {@code store-outputs}. */
    private static Stream<Path> routes(String stage) {
        return files(ROUTES).filter(it -> it.getFileName().toString().matches(stage + "(-[a-z]+)?\\.camel\\.yaml"));
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StageRole role(String stage) {
        return Roles.ALL.stream().filter(it -> it.stage().equals(stage)).findFirst().orElseThrow();
    }
}

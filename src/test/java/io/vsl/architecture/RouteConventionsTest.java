package io.vsl.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.topology.StageSpec;
import io.vsl.platform.topology.Topology;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.yaml.snakeyaml.Yaml;

/** How the route files are written. */
class RouteConventionsTest {

    private static final Path ROUTES = Path.of("src/main/resources/routes");

    private static final Topology TOPOLOGY = Topology.read(Topology.DEFAULT);

    private static final String SUFFIX = ".camel.yaml";

    private static final String HTTP = "platform-http:";

    /** What exchange properties may carry: who calls, and the caller's trace. The template keeps its poll in one by itself. */
    private static final Set<String> CARRIED = Set.of("caller", "traceparent");

    /** What the caller reads, and no step. */
    private static final Set<String> ANSWERED = Set.of("Content-Type");

    private static final int LONGEST_ROUTE = 40;

    /** What else a step could leave something in, or take it from. */
    private static final Set<String> PLACES = Set.of(
            "exchangeProperty",
            "outputHeader",
            "outputProperty",
            "setHeaders",
            "setProperties",
            "setVariable",
            "setVariables",
            "variable",
            "variableReceive",
            "variableSend");

    private static final Pattern PLACE = Pattern.compile("(?:exchangeProperty|variable)[.:?\\[]");

    private static final Pattern PROPERTY_OF_JAVA =
            Pattern.compile("(?:@ExchangeProperty\\(|xchange\\.(?:[gs]et|remove)Property\\()\\s*\"?([\\w.-]+)");

    private static final Pattern HEADER_READ = Pattern.compile("(?:@Header\\(|getHeader\\()\\s*\"?([\\w.-]+)");

    private static final Pattern HEADER_WRITTEN = Pattern.compile("setHeader\\(\\s*\"?([\\w.-]+)");

    private static final Pattern COMPONENT = Pattern.compile("(?!direct:|platform-http:)[\\w-]+:");

    /** A file's top-level elements: kind and content. */
    private record Element(String file, String kind, Map<String, Object> content) {

        String id() {
            return String.valueOf(content.get(kind.equals("templatedRoute") ? "routeId" : "id"));
        }
    }

    @Test
    void everyStageHasAFileOfItsName() throws IOException {
        assertThat(files()).containsExactlyInAnyOrderElementsOf(TOPOLOGY.routesOf(TOPOLOGY.stages()));
    }

    @Test
    void aConsumingStageIsTheTemplateUnderItsOwnNameWithItsWorkBeside() throws IOException {
        for (String stage : TOPOLOGY.consuming()) {
            List<Element> elements = elements(stage);
            Element template = elements.get(0);

            assertThat(template.kind()).as(stage).isEqualTo("templatedRoute");
            assertThat(template.content()).containsEntry("routeId", stage).containsEntry("routeTemplateRef", "stage");
            String parameters = template.content().get("parameters").toString();
            assertThat(parameters).contains("name=stage, value=" + stage);
            if (parameters.contains("name=work, value=direct:sink}")) {
                assertThat(elements).as("all sinks do the same").hasSize(1);
                continue;
            }
            Element work = elements.stream()
                    .filter(element -> element.id().equals(stage + "-work"))
                    .findFirst()
                    .orElseThrow();
            assertThat(uri(work)).isEqualTo("direct:" + stage);
        }
    }

    @Test
    void everyRouteSaysWhatItIsFor() throws IOException {
        for (Element route : routes()) {
            assertThat(route.content()).as(route.file()).containsKeys("id", "description");
        }
    }

    @Test
    void noTwoRoutesHaveTheSameId() throws IOException {
        assertThat(allElements().stream().map(Element::id)).doesNotHaveDuplicates();
    }

    @Test
    void everyRouteNamesItsErrorPolicy() throws IOException {
        for (Element route : routes()) {
            if (uri(route).startsWith(HTTP)) {
                assertThat(route.content()).as(route.id()).containsEntry("routeConfigurationId", "http");
            } else if (uri(route).startsWith("direct:")) {
                // Its caller's policy is the one that holds.
                assertThat(route.content()).as(route.id()).containsKey("errorHandler");
            }
        }
    }

    @Test
    void onlyTheTemplateConsumesFromKafkaAndOnlyPublishProduces() throws IOException {
        for (String file : files()) {
            String text = Files.readString(ROUTES.resolve(file + SUFFIX));
            long uses =
                    Pattern.compile("uri: \"?kafka:").matcher(text).results().count();
            assertThat(uses).as(file).isEqualTo(file.equals("policy") ? 2 : 0);
        }
    }

    @Test
    void aRouteFileStaysReadable() throws IOException {
        for (String file : files()) {
            assertThat(Files.readAllLines(ROUTES.resolve(file + SUFFIX)))
                    .as(file)
                    .hasSizeLessThan(150);
        }
    }

    @Test
    void stepsHandOnWhatTheyKnowInTheBody() throws IOException {
        for (Element element : allElements()) {
            String name = element.file() + ": " + element.id();
            List<Map.Entry<?, ?>> entries = entries(element.content()).toList();
            assertThat(named("setProperty", entries)).as(name).isSubsetOf(CARRIED);
            // The parameters of a component of Camel, which the same route calls.
            List<String> headers = named("setHeader", entries).stream()
                    .filter(header -> !ANSWERED.contains(header))
                    .toList();
            assertThat(headers).as(name).allMatch(header -> header.startsWith("Camel"));
            assertThat(headers.isEmpty() || entries.stream().anyMatch(RouteConventionsTest::isComponent))
                    .as(name)
                    .isTrue();
            assertThat(entries.stream().map(entry -> String.valueOf(entry.getKey())))
                    .as(name)
                    .doesNotContainAnyElementsOf(PLACES);
            assertThat(entries.stream()
                            .map(Map.Entry::getValue)
                            .filter(String.class::isInstance)
                            .map(String.class::cast))
                    .as(name)
                    .noneMatch(text -> PLACE.matcher(text).find());
        }
    }

    /** Nor in a header, unless it is one of the request or of a component's answer. */
    @Test
    void beansReadNothingThatOthersLeftInAPropertyOrHeader() throws IOException {
        for (StageSpec stage : TOPOLOGY.stages()) {
            Path room = Path.of("src/main/java/io/vsl", stage.name().replaceAll("^sink-.*", "sinks"));
            if (!Files.isDirectory(room)) {
                continue;
            }
            String code = code(room);
            assertThat(names(PROPERTY_OF_JAVA, code)).as(stage.name()).isSubsetOf(CARRIED);
            List<String> written = names(HEADER_WRITTEN, code);
            assertThat(names(HEADER_READ, code)).as(stage.name()).noneMatch(written::contains);
        }
    }

    @Test
    void aRouteIsSeenAtOnce() throws IOException {
        for (Source route : sources()) {
            if (!route.text().startsWith("- routeTemplate:")) {
                assertThat(route.text().lines().count()).as(route.name()).isLessThanOrEqualTo(LONGEST_ROUTE);
            }
        }
    }

    /** {@code ./vsl tables} writes them. */
    @ParameterizedTest
    @FieldSource("io.vsl.architecture.Tables#FILES")
    void everyTableIsThatOfTheTopology(Path file) throws IOException {
        String text = Files.readString(file);
        String wanted = new Tables(TOPOLOGY).in(text);
        if (System.getProperty("vsl.tables", "").equals("write")) {
            Files.writeString(file, wanted);
        } else {
            assertThat(text)
                    .as("%s is not as topology.yaml says: run ./vsl tables", file)
                    .isEqualTo(wanted);
        }
    }

    /** Which of them are there from outside follows from it. */
    @Test
    void aStageServesThePathsOfItsLineAndNoOthers() throws IOException {
        for (StageSpec stage :
                TOPOLOGY.stages().stream().filter(it -> !it.runs().start()).toList()) {
            List<String> routed = new ArrayList<>();
            for (String file : TOPOLOGY.routesOf(List.of(stage))) {
                elements(file).forEach(element -> routed.addAll(paths(element)));
            }
            List<Pattern> served = stage.runs().serves().stream()
                    .map(it -> Pattern.compile(Pattern.quote(it).replace("*", "\\E.*\\Q")))
                    .toList();

            assertThat(routed).as(stage.name()).allMatch(it -> served.stream()
                    .anyMatch(one -> one.matcher(it).matches()));
            assertThat(served).as(stage.name()).allMatch(one -> routed.stream()
                    .anyMatch(it -> one.matcher(it).matches()));
        }
    }

    private static List<String> files() throws IOException {
        try (Stream<Path> paths = Files.list(ROUTES)) {
            return paths.map(path -> path.getFileName().toString().replace(SUFFIX, ""))
                    .sorted()
                    .toList();
        }
    }

    /** A top-level element as it is written. */
    private record Source(String file, String text) {

        String name() {
            return file + ": " + text.lines().skip(1).findFirst().orElse("").strip();
        }
    }

    private static List<Source> sources() throws IOException {
        List<Source> all = new ArrayList<>();
        for (String file : files()) {
            String text = Files.readString(ROUTES.resolve(file + SUFFIX)).replaceAll("(?m)^#.*\\n", "");
            Pattern.compile("(?m)^(?=- )")
                    .splitAsStream(text)
                    .map(String::strip)
                    .filter(it -> it.startsWith("- "))
                    .forEach(it -> all.add(new Source(file, it)));
        }
        return all;
    }

    private static List<String> names(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }

    private static String code(Path room) throws IOException {
        StringBuilder code = new StringBuilder();
        try (Stream<Path> classes = Files.walk(room)) {
            for (Path file :
                    classes.filter(it -> it.toString().endsWith(".java")).toList()) {
                code.append(Files.readString(file));
            }
        }
        return code.toString();
    }

    /** All that is said in an element, at any depth. */
    private static Stream<Map.Entry<?, ?>> entries(Object yaml) {
        return switch (yaml) {
            case Map<?, ?> map ->
                map.entrySet().stream().flatMap(entry -> Stream.concat(Stream.of(entry), entries(entry.getValue())));
            case List<?> list -> list.stream().flatMap(RouteConventionsTest::entries);
            case null, default -> Stream.empty();
        };
    }

    /** The names of the steps of a kind. */
    private static List<String> named(String kind, List<Map.Entry<?, ?>> entries) {
        return entries.stream()
                .filter(entry -> kind.equals(entry.getKey()))
                .map(entry -> String.valueOf(((Map<?, ?>) entry.getValue()).get("name")))
                .toList();
    }

    private static boolean isComponent(Map.Entry<?, ?> entry) {
        return "uri".equals(entry.getKey())
                && COMPONENT.matcher(String.valueOf(entry.getValue())).lookingAt();
    }

    private static List<Element> routes() throws IOException {
        return allElements().stream()
                .filter(element -> element.kind().equals("route"))
                .toList();
    }

    private static List<Element> allElements() throws IOException {
        List<Element> all = new ArrayList<>();
        for (String file : files()) {
            all.addAll(elements(file));
        }
        return all;
    }

    private static List<Element> elements(String file) throws IOException {
        try (Reader reader = Files.newBufferedReader(ROUTES.resolve(file + SUFFIX))) {
            List<Map<String, Map<String, Object>>> elements = new Yaml().load(reader);
            return elements.stream()
                    .flatMap(element -> element.entrySet().stream())
                    .map(entry -> new Element(file, entry.getKey(), entry.getValue()))
                    .toList();
        }
    }

    /** What a route answers, or one that a template makes with the parameter {@code path}. */
    private static List<String> paths(Element element) {
        return switch (element.kind()) {
            case "route" -> uri(element).startsWith(HTTP) ? List.of(uri(element).substring(HTTP.length())) : List.of();
            case "templatedRoute" ->
                ((List<?>) element.content().get("parameters"))
                        .stream()
                                .map(parameter -> (Map<?, ?>) parameter)
                                .filter(parameter -> "path".equals(parameter.get("name")))
                                .map(parameter -> String.valueOf(parameter.get("value")))
                                .toList();
            default -> List.of();
        };
    }

    private static String uri(Element route) {
        Map<?, ?> from = (Map<?, ?>) Objects.requireNonNull(route.content().get("from"), route.id());
        return String.valueOf(from.get("uri"));
    }
}

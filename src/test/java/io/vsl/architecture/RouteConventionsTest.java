package io.vsl.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.Stages;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** How the route files are written. */
class RouteConventionsTest {

    private static final Path ROUTES = Path.of("src/main/resources/routes");

    private static final String SUFFIX = ".camel.yaml";

    /** A file's top-level elements: kind and content. */
    private record Element(String file, String kind, Map<String, Object> content) {

        String id() {
            return String.valueOf(content.get(kind.equals("templatedRoute") ? "routeId" : "id"));
        }
    }

    @Test
    void everyStageHasAFileOfItsName() throws IOException {
        Set<String> expected = Stream.of(List.of("policy", "provider", "replicate", "ledger", "models", "store-outputs"), Stages.SERVING, Stages.CONSUMING, Stages.TIMED)
                .flatMap(List::stream).collect(Collectors.toSet());

        assertThat(files()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void aConsumingStageIsTheTemplateUnderItsOwnNameWithItsWorkBeside() throws IOException {
        for (String stage : Stages.CONSUMING) {
            List<Element> elements = elements(stage);
            Element template = elements.get(0);

            assertThat(template.kind()).as(stage).isEqualTo("templatedRoute");
            assertThat(template.content()).containsEntry("routeId", stage).containsEntry("routeTemplateRef", "stage");
            assertThat(template.content().get("parameters").toString()).contains("name=stage, value=" + stage);
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
            if (uri(route).startsWith("platform-http:")) {
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
            long uses = Pattern.compile("uri: \"?kafka:").matcher(text).results().count();
            assertThat(uses).as(file).isEqualTo(file.equals("policy") ? 2 : 0);
        }
    }

    @Test
    void aRouteFileStaysReadable() throws IOException {
        for (String file : files()) {
            assertThat(Files.readAllLines(ROUTES.resolve(file + SUFFIX))).as(file).hasSizeLessThan(150);
        }
    }

    private static List<String> files() throws IOException {
        try (Stream<Path> paths = Files.list(ROUTES)) {
            return paths.map(path -> path.getFileName().toString().replace(SUFFIX, "")).sorted().toList();
        }
    }

    private static List<Element> routes() throws IOException {
        return allElements().stream().filter(element -> element.kind().equals("route")).toList();
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

    private static String uri(Element route) {
        Map<?, ?> from = (Map<?, ?>) Objects.requireNonNull(route.content().get("from"), route.id());
        return String.valueOf(from.get("uri"));
    }
}

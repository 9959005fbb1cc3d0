package io.vsl.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.ErrorCode;
import io.vsl.job.JobStatus;
import io.vsl.job.MediaType;
import io.vsl.platform.http.AnswerBody;
import io.vsl.platform.topology.Topology;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What {@code GET /openapi.json} says is what is there. */
class OpenApiTest {

    private static final Path ROUTES = Path.of("src/main/resources/routes");

    private static final String HTTP = "platform-http:";

    /** Answered by Spring Boot's actuator, not by a route. */
    private static final List<String> ACTUATOR = List.of("GET /health/live", "GET /health/ready", "GET /metrics");

    private final JsonNode document = document();

    @Test
    void everyCallOfTheRoutesIsDescribedAndNoOther() throws IOException {
        List<String> described = document.path("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .map(call -> call.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey()))
                .toList();

        assertThat(described)
                .containsExactlyInAnyOrderElementsOf(Stream.concat(callsOfTheRoutes().stream(), ACTUATOR.stream())
                        .toList());
    }

    @Test
    void theWordsOfAJobAreThoseOfTheDomain() {
        assertThat(words("/Status"))
                .containsExactlyElementsOf(
                        Stream.of(JobStatus.values()).map(JobStatus::value).toList());
        assertThat(words("/MediaType"))
                .containsExactlyElementsOf(
                        Stream.of(MediaType.values()).map(MediaType::value).toList());
        assertThat(words("/JobError/properties/code"))
                .containsExactlyElementsOf(
                        Stream.of(ErrorCode.values()).map(ErrorCode::name).toList());
    }

    @Test
    void theStagesAreThoseOfTheTopology() {
        assertThat(words("/Stage"))
                .containsExactlyElementsOf(Topology.read(Topology.DEFAULT).consuming());
    }

    @Test
    void everyCodeOfAProblemIsDescribedHereAndInProse() throws IOException {
        Pattern use = Pattern.compile(
                "Problem\\s*\\.(?:of|unavailable|tooMany|unauthenticated)\\(" + "\\s*(?:[\\w.]+,\\s*)?\"([A-Z_]+)\"");
        Set<String> used = new TreeSet<>(Set.of("VALIDATION_FAILED"));
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                use.matcher(Files.readString(file)).results().forEach(found -> used.add(found.group(1)));
            }
        }
        String prose = Files.readString(Path.of("docs/API.md"));

        assertThat(used).hasSizeGreaterThan(25).allSatisfy(code -> assertThat(prose)
                .contains("| `" + code + "` |"));
        assertThat(words("/ProblemCode")).containsExactlyElementsOf(used);
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<String> references = document.findValuesAsText("$ref");

        assertThat(references).isNotEmpty().allSatisfy(reference -> assertThat(
                        document.at(reference.substring(1)).isMissingNode())
                .as(reference)
                .isFalse());
    }

    private List<String> words(String schema) {
        JsonNode words = document.at("/components/schemas" + schema + "/enum");
        return StreamSupport.stream(words.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static JsonNode document() {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            Exchange exchange = new DefaultExchange(camel);
            new ShowSpecifications(new ObjectMapper()).openApi(exchange);
            return new ObjectMapper()
                    .readTree(exchange.getMessage().getBody(AnswerBody.class).bytes());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Such as {@code GET /status/{jobId}}. */
    private static List<String> callsOfTheRoutes() throws IOException {
        List<String> calls = new ArrayList<>();
        try (Stream<Path> files = Files.list(ROUTES)) {
            for (Path file : files.toList()) {
                calls.addAll(calls(file));
            }
        }
        return calls;
    }

    private static List<String> calls(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            List<Map<String, Map<String, Object>>> elements = new Yaml().load(reader);
            Stream<String> routes = elements.stream()
                    .map(element -> element.get("route"))
                    .filter(route -> route != null && route.get("from") instanceof Map<?, ?>)
                    .map(route -> (Map<?, ?>) route.get("from"))
                    .filter(from -> String.valueOf(from.get("uri")).startsWith(HTTP))
                    .map(OpenApiTest::call);
            Stream<String> ofTemplates = elements.stream()
                    .map(element -> element.get("templatedRoute"))
                    .filter(Objects::nonNull)
                    .flatMap(OpenApiTest::callOfTemplate);
            return Stream.concat(routes, ofTemplates).toList();
        }
    }

    private static Stream<String> callOfTemplate(Map<String, Object> route) {
        return switch (String.valueOf(route.get("routeTemplateRef"))) {
            case "operator-call", "webhooks-call" -> Stream.of(argument(route, "verb") + " " + argument(route, "path"));
            case "webhook-of" -> Stream.of("POST " + argument(route, "path"));
            default -> Stream.empty();
        };
    }

    private static Object argument(Map<String, Object> templatedRoute, String name) {
        return ((List<?>) templatedRoute.get("parameters"))
                .stream()
                        .map(argument -> (Map<?, ?>) argument)
                        .filter(argument -> name.equals(argument.get("name")))
                        .findFirst()
                        .orElseThrow()
                        .get("value");
    }

    private static String call(Map<?, ?> from) {
        Map<?, ?> parameters = (Map<?, ?>) from.get("parameters");
        return parameters.get("httpMethodRestrict") + " "
                + String.valueOf(from.get("uri")).substring(HTTP.length());
    }
}

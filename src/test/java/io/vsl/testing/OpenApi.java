package io.vsl.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code openapi.yaml}: what of a call and its answer does not fit it. */
public final class OpenApi {

    private static final String RESOURCE = "/openapi.yaml";

    private static final String DOCUMENT = "classpath:openapi.yaml";

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final JsonNode ROOT = read();

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private static final List<Operation> OPERATIONS = readOperations();

    private OpenApi() {}

    /**
     * A call and its answer.
     *
     * @param sent   the request's body, empty when it has none; null when nobody knows
     * @param answer the body that came back; null when it is a stream
     */
    record Call(
            String method,
            URI uri,
            HttpHeaders headers,
            @Nullable String sent,
            int status,
            HttpHeaders answered,
            @Nullable String answer) {}

    /**
     * A path and method of the document.
     *
     * @param pointer to it, a JSON pointer
     */
    public record Operation(String method, String path, String pointer) {

        /** The names in braces, in their order. */
        public List<String> variables() {
            return Stream.of(path.split("/"))
                    .filter(OpenApi::isVariable)
                    .map(OpenApi::name)
                    .toList();
        }

        /** As the document has it. */
        public JsonNode node() {
            return ROOT.at(pointer);
        }
    }

    /** All there are. */
    public static List<Operation> operations() {
        return OPERATIONS;
    }

    private static List<Operation> readOperations() {
        List<Operation> operations = new ArrayList<>();
        ROOT.path("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (METHODS.contains(method)) {
                        operations.add(new Operation(
                                method.toUpperCase(Locale.ROOT),
                                path.getKey(),
                                "/paths/" + escaped(path.getKey()) + "/" + method));
                    }
                }));
        return List.copyOf(operations);
    }

    /** The parameters of an operation, in the document's order. */
    public static List<JsonNode> parameters(Operation operation) {
        return places(operation.pointer() + "/parameters").stream()
                .map(ROOT::at)
                .toList();
    }

    /** What is wrong, one sentence each; empty when nothing is. */
    static List<String> faults(Call call) {
        Operation operation = find(call);
        if (operation == null && call.method().equals("OPTIONS") && call.status() == 204) {
            // A browser's question, of which OpenAPI says nothing.
            return List.of();
        }
        if (operation == null) {
            return call.status() >= 400
                    ? answerFaults(call, "/components/responses/Problem")
                    : List.of("nothing is described at this path and method");
        }
        List<String> faults = new ArrayList<>();
        String response = response(operation, call.status());
        if (response == null) {
            faults.add("the status %d is not described".formatted(call.status()));
        } else {
            faults.addAll(answerFaults(call, response));
        }
        if (call.status() / 100 == 2) {
            faults.addAll(requestFaults(call, operation));
        }
        return faults;
    }

    /** What is wrong with the data of an event of a stream: it is the job, but for the one that tells of none. */
    static List<String> eventFaults(String type, JsonNode data) {
        return type.equals("resync")
                ? List.of()
                : sentences("event", EventSchemas.validate(DOCUMENT + "#/components/schemas/Job", data));
    }

    /** HEAD is a GET without a body. */
    private static @Nullable Operation find(Call call) {
        String method = call.method().equals("HEAD") ? "GET" : call.method();
        return operations().stream()
                .filter(operation -> operation.method().equals(method)
                        && variables(operation, call.uri()).isPresent())
                .min(Comparator.comparing(operation -> operation.variables().size()))
                .orElse(null);
    }

    private static Optional<Map<String, String>> variables(Operation operation, URI uri) {
        String[] expected = operation.path().split("/", -1);
        String[] actual = uri.getRawPath().split("/", -1);
        if (expected.length != actual.length) {
            return Optional.empty();
        }
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < expected.length; i++) {
            if (isVariable(expected[i])) {
                variables.put(name(expected[i]), decoded(actual[i]));
            } else if (!expected[i].equals(actual[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }

    private static boolean isVariable(String segment) {
        return segment.startsWith("{");
    }

    private static String name(String variable) {
        return variable.substring(1, variable.length() - 1);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** The status itself, or its class. */
    private static @Nullable String response(Operation operation, int status) {
        return Stream.of(Integer.toString(status), status / 100 + "XX", "default")
                .map(name -> operation.pointer() + "/responses/" + name)
                .filter(place -> !ROOT.at(place).isMissingNode())
                .findFirst()
                .map(OpenApi::resolved)
                .orElse(null);
    }

    private static List<String> answerFaults(Call call, String response) {
        List<String> faults = new ArrayList<>();
        for (String name : names(response + "/headers")) {
            String header = resolved(response + "/headers/" + escaped(name));
            faults.addAll(parameterFaults(
                    "answer: header " + name, header, call.answered().allValues(name)));
        }
        String type = type(call.answered());
        List<String> types = names(response + "/content");
        if (types.isEmpty()) {
            if (type != null || (call.answer() != null && !call.answer().isEmpty())) {
                faults.add("answer: a body is not described");
            }
            return faults;
        }
        if (type == null || !types.contains(type)) {
            faults.add("answer: the content type %s is not described".formatted(type));
        } else if (call.answer() != null && !call.method().equals("HEAD")) {
            faults.addAll(
                    bodyFaults("answer", response + "/content/" + escaped(type) + "/schema", type, call.answer()));
        }
        return faults;
    }

    private static List<String> requestFaults(Call call, Operation operation) {
        List<String> faults = new ArrayList<>();
        if (!isAuthenticated(call, operation)) {
            faults.add("request: it says in no described way who calls");
        }
        Map<String, List<String>> query = query(call.uri());
        Map<String, String> variables = variables(operation, call.uri()).orElseThrow();
        for (String parameter : places(operation.pointer() + "/parameters")) {
            String name = ROOT.at(parameter).path("name").asText();
            String in = ROOT.at(parameter).path("in").asText();
            List<String> values =
                    switch (in) {
                        case "path" -> List.of(variables.get(name));
                        case "query" -> query.getOrDefault(name, List.of());
                        default -> call.headers().allValues(name);
                    };
            faults.addAll(parameterFaults("request: %s %s".formatted(in, name), parameter, values));
        }
        faults.addAll(sentFaults(call, operation));
        return faults;
    }

    private static List<String> sentFaults(Call call, Operation operation) {
        String body = operation.pointer() + "/requestBody";
        String sent = call.sent();
        if (sent == null) {
            return List.of();
        }
        if (sent.isEmpty()) {
            return ROOT.at(body).path("required").asBoolean() ? List.of("request: the body is missing") : List.of();
        }
        List<String> types = names(body + "/content");
        if (types.isEmpty()) {
            return List.of();
        }
        String type = type(call.headers());
        // JSON is also what says nothing of itself, and what is a form of JSON (RFC 6839, section 3.1).
        type = type == null || type.endsWith("+json") ? types.get(0) : type;
        return types.contains(type)
                ? bodyFaults("request", body + "/content/" + escaped(type) + "/schema", type, sent)
                : List.of("request: the content type %s is not described".formatted(type));
    }

    /** Whether a credential is there in one of the described ways. */
    private static boolean isAuthenticated(Call call, Operation operation) {
        JsonNode own = operation.node().path("security");
        JsonNode ways = own.isMissingNode() ? ROOT.path("security") : own;
        return ways.isEmpty()
                || ways.valueStream().anyMatch(way -> names(way).stream()
                        .allMatch(scheme -> has(call, ROOT.at("/components/securitySchemes/" + scheme))));
    }

    private static boolean has(Call call, JsonNode scheme) {
        return scheme.path("type").asText().equals("apiKey")
                ? call.headers().firstValue(scheme.path("name").asText()).isPresent()
                : call.headers()
                        .firstValue("Authorization")
                        .filter(value -> value.toLowerCase(Locale.ROOT).startsWith("bearer "))
                        .isPresent();
    }

    /** @param parameter a JSON pointer to it, or to a header of an answer */
    private static List<String> parameterFaults(String of, String parameter, List<String> values) {
        if (values.isEmpty()) {
            return ROOT.at(parameter).path("required").asBoolean() ? List.of(of + " is missing") : List.of();
        }
        List<String> faults = new ArrayList<>();
        for (String value : values) {
            faults.addAll(sentences(
                    of,
                    EventSchemas.validate(
                            DOCUMENT + "#" + parameter + "/schema", typed(parameter + "/schema", value))));
        }
        return faults;
    }

    /** The number or boolean that a text stands for, where the schema wants one. */
    private static JsonNode typed(String schema, String text) {
        String type = ROOT.at(resolved(schema)).path("type").asText();
        if (!type.equals("string")) {
            try {
                return JSON.readTree(text);
            } catch (JsonProcessingException e) {
                return TextNode.valueOf(text);
            }
        }
        return TextNode.valueOf(text);
    }

    private static List<String> bodyFaults(String of, String schema, String type, String body) {
        // Without a schema it is any bytes.
        if (!type.endsWith("json") || ROOT.at(schema).isMissingNode()) {
            return List.of();
        }
        try {
            return sentences(of, EventSchemas.validate(DOCUMENT + "#" + schema, JSON.readTree(body)));
        } catch (JsonProcessingException e) {
            return List.of(of + ": it is no JSON");
        }
    }

    /** Without its parameters. */
    private static @Nullable String type(HttpHeaders headers) {
        return headers.firstValue("Content-Type")
                .map(type -> type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT))
                .orElse(null);
    }

    private static Map<String, List<String>> query(URI uri) {
        Map<String, List<String>> query = new HashMap<>();
        if (uri.getRawQuery() != null) {
            for (String pair : uri.getRawQuery().split("&")) {
                String[] parts = pair.split("=", 2);
                query.computeIfAbsent(decoded(parts[0]), none -> new ArrayList<>())
                        .add(parts.length == 1 ? "" : decoded(parts[1]));
            }
        }
        return query;
    }

    /** Pointers to the members of a list, where they stand in the end. */
    private static List<String> places(String list) {
        List<String> places = new ArrayList<>();
        for (int i = 0; i < ROOT.at(list).size(); i++) {
            places.add(resolved(list + "/" + i));
        }
        return places;
    }

    /** Where a pointer leads when one follows references. */
    private static String resolved(String pointer) {
        JsonNode reference = ROOT.at(pointer).path("$ref");
        return reference.isMissingNode() ? pointer : resolved(reference.asText().substring(1));
    }

    private static String escaped(String segment) {
        return segment.replace("~", "~0").replace("/", "~1");
    }

    private static List<String> names(String pointer) {
        return names(ROOT.at(pointer));
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> sentences(String of, List<? extends Object> errors) {
        return errors.stream().map(error -> of + ": " + error).toList();
    }

    private static JsonNode read() {
        try (InputStream yaml = OpenApi.class.getResourceAsStream(RESOURCE)) {
            return JSON.valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

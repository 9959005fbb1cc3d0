package io.vsl.guarantee;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.platform.security.ApiKeys;
import io.vsl.platform.security.Caller;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Devstack;
import io.vsl.testing.EventReader;
import io.vsl.testing.EventReader.Event;
import io.vsl.testing.Http;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.OpenApi;
import io.vsl.testing.OpenApi.Operation;
import io.vsl.testing.Receiver;
import io.vsl.testing.Simulator;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nothing of one user shows to another: whatever of theirs one names, in any call of openapi.yaml, is answered like what
 * never was, after the same work.
 */
@NeedsServers
class TwoUsersTest {

    private static final String IMAGE = """
            {"mediaType":"image","modelId":"flux-schnell","parameters":{"prompt":"a fox"}}""";

    private static final String UUIDS = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    /** Of HTTP or of the connection, or a count that goes on with each call. */
    private static final Set<String> PASSED_OVER =
            Set.of("date", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset");

    private static Application application;
    private static Receiver receiver;
    private static Client owner;
    private static Client operator;
    private static String ownersKey;
    private static String othersKey;
    private static Named owned;
    private static Named unknown;

    /** Values by what they name: as path and query parameters, headers, and in bodies. */
    private record Named(Map<String, String> values) {

        String of(String what) {
            return requireNonNull(values.get(what), () -> "the walk can't fill in " + what);
        }
    }

    /** What is sent beside the path. */
    private record Variant(String query, String header, String body) {}

    /** What is answered, without what differs each time. */
    private record Answered(int status, Map<String, String> headers, String body) {}

    @BeforeAll
    static void aUserHasOneOfEach() {
        application = Application.start(Map.of("VSL_REQUESTS_PER_HOUR", "0", "VSL_REQUESTS_PER_DAY", "0"));
        receiver = new Receiver();
        String user = "owner-" + UUID.randomUUID();
        ownersKey = register(user);
        othersKey = register("other-" + UUID.randomUUID());
        owner = new Client(application.url(), ownersKey);
        operator = new Client(application.url(), Devstack.shared().get("VSL_OPERATOR_KEY"));

        Map<String, String> values = new HashMap<>();
        values.put("userId", user);
        String endpoint = owner.post("/webhook-endpoints", "{\"url\":\"%s\"}".formatted(receiver.url("/hook")))
                .body()
                .path("id")
                .asText();
        values.put("endpointId", endpoint);
        Http.send(Http.to(application.url() + "/admin/users/" + user + "/limits")
                .header("X-API-Key", Devstack.shared().get("VSL_OPERATOR_KEY"))
                .PUT(BodyPublishers.ofString("{\"budget\":5}")));
        values.put(
                "keyId",
                operator.post("/admin/keys", "{\"userId\":\"%s\"}".formatted(user))
                        .body()
                        .path("id")
                        .asText());
        try (EventReader events = EventReader.open(application.url() + "/jobs/events", ownersKey, null)) {
            String ended = owner.submitted(IMAGE);
            owner.awaitOutcome(ended);
            values.put("ended", ended);
            String last = "";
            for (Event event = events.next(); event != null; event = events.next()) {
                last = event.id();
                if (event.type().equals("job.completed")) {
                    break;
                }
            }
            values.put("position", last);
        }
        String batch = owner.post("/generate-media/batch", "{\"requests\":[%s,%s]}".formatted(IMAGE, IMAGE))
                .body()
                .path("batchId")
                .asText();
        values.put("batchId", batch);
        Awaitility.await().until(() -> owner.get("/batches/" + batch).body().has("completedAt"));
        Awaitility.await().until(() -> {
            JsonNode deliveries = owner.get("/webhook-deliveries").body().path("deliveries");
            return deliveries.size() == 4
                    && deliveries.findValuesAsText("status").stream().allMatch("delivered"::equals);
        });
        values.put(
                "deliveryId",
                owner.get("/webhook-deliveries").body().at("/deliveries/0/id").asText());
        Simulator.fault("{'on':'prediction','kind':'stuck'}");
        values.put("Idempotency-Key", UUID.randomUUID().toString());
        String running = owner.submit(IMAGE, values.get("Idempotency-Key"))
                .body()
                .path("jobId")
                .asText();
        Awaitility.await()
                .until(() ->
                        owner.status(running).body().path("status").asText().equals("processing"));
        Simulator.clearFaults();
        values.put("jobId", running);
        values.put(
                "If-None-Match",
                owner.status(running).response().headers().firstValue("ETag").orElseThrow());
        values.put(
                "cursor", owner.get("/jobs?limit=1").body().path("nextCursor").asText());
        owned = named(values);
        unknown = unknown(values);
    }

    /** What is the same whoever asks. */
    private static Named named(Map<String, String> values) {
        Map<String, String> all = new HashMap<>(values);
        all.putAll(Map.of(
                "operationId", all.getOrDefault("operationId", UUID.randomUUID().toString()),
                "stageName", "admit",
                "partition", "0",
                "offset", "0",
                "name", "job.completed.json",
                "asset", "swagger-ui.css",
                "webhook-id", "1",
                "webhook-timestamp", "1",
                "context", "none"));
        all.put("file", "original.webp");
        all.put("after", all.get("position"));
        all.put("Last-Event-ID", all.get("position"));
        return new Named(all);
    }

    /** Of nobody, in the same form. */
    private static Named unknown(Map<String, String> values) {
        Map<String, String> none = new HashMap<>();
        values.forEach((name, value) ->
                none.put(name, value.replaceAll(UUIDS, UUID.randomUUID().toString())));
        none.put("If-None-Match", "\"" + "0".repeat(32) + "\"");
        String cursor = new String(Base64.getUrlDecoder().decode(values.get("cursor")), StandardCharsets.UTF_8);
        none.put(
                "cursor",
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(
                                cursor.replaceAll(UUIDS, UUID.randomUUID().toString())
                                        .getBytes(StandardCharsets.UTF_8)));
        return named(none);
    }

    private static String register(String user) {
        String key = "key-of-" + user;
        application.bean(ApiKeys.class).register(key, new Caller(user, false));
        return key;
    }

    @AfterAll
    static void stop() {
        application.close();
        receiver.close();
    }

    @Test
    void whateverTheOtherNamesIsAnsweredLikeWhatNeverWas() {
        List<JsonNode> before = all();
        int told = receiver.at("/hook").size();

        // What is made on the way shows in what is read.
        operations().stream()
                .sorted(Comparator.comparing(operation -> operation.method().equals("GET") ? 0 : 1))
                .forEach(TwoUsersTest::walk);

        assertThat(all()).isEqualTo(before);
        assertThat(owner.submit(IMAGE, owned.of("Idempotency-Key"))
                        .body()
                        .path("jobId")
                        .asText())
                .isEqualTo(owned.of("jobId"));
        assertThat(receiver.at("/hook")).hasSize(told);
    }

    private static List<Operation> operations() {
        List<Operation> operations = OpenApi.operations();
        assertThat(operations).hasSizeGreaterThan(40);
        return operations;
    }

    /** A job that runs and one that has ended: each store and each answer has its turn. */
    private static void walk(Operation operation) {
        for (String job : operation.variables().contains("jobId") ? List.of("jobId", "ended") : List.of("jobId")) {
            List<Variant> ofOwner = variants(operation, as(owned, job));
            List<Variant> ofNobody = variants(operation, as(unknown, job));
            for (int i = 0; i < ofOwner.size(); i++) {
                Answered owners = call(operation, as(owned, job), ofOwner.get(i));
                Answered nobodys = call(operation, as(unknown, job), ofNobody.get(i));
                assertThat(owners)
                        .as("%s %s %s", operation.method(), operation.path(), ofOwner.get(i))
                        .isEqualTo(nobodys);
            }
        }
    }

    private static Named as(Named named, String job) {
        Map<String, String> values = new HashMap<>(named.values());
        values.put("jobId", named.of(job));
        return new Named(values);
    }

    /** One with nothing, then one for each parameter and body by which something can be named. */
    private static List<Variant> variants(Operation operation, Named named) {
        List<String> bodies = bodies(operation, named);
        List<Variant> variants = new ArrayList<>();
        bodies.forEach(body -> variants.add(new Variant("", "", body)));
        for (JsonNode parameter : OpenApi.parameters(operation)) {
            String name = parameter.path("name").asText();
            String in = parameter.path("in").asText();
            if (in.equals("path") || namesNothing(name)) {
                continue;
            }
            String value = named.of(name);
            variants.add(
                    in.equals("query")
                            ? new Variant(
                                    "?" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8),
                                    "",
                                    bodies.get(0))
                            : new Variant("", name + ": " + value, bodies.get(0)));
        }
        return variants;
    }

    private static boolean namesNothing(String parameter) {
        return Set.of(
                        "Prefer",
                        "status",
                        "mediaType",
                        "modelId",
                        "limit",
                        "since",
                        "from",
                        "before",
                        "by",
                        "timeZone",
                        "month",
                        "stage",
                        "state",
                        "download")
                .contains(parameter);
    }

    /** Of a request that would be taken, if what it names were the caller's. */
    private static List<String> bodies(Operation operation, Named named) {
        JsonNode node = operation.node();
        if (node.path("requestBody").isMissingNode()) {
            return List.of("");
        }
        if (node.path("tags").toString().contains("operator")) {
            return List.of("{}");
        }
        String user = "{\"userId\":\"%s\",".formatted(named.of("userId"));
        return switch (node.path("operationId").asText()) {
            case "generateMedia" -> List.of(IMAGE, user + IMAGE.substring(1));
            case "makeUpload" -> List.of(user + "\"contentType\":\"image/png\"}");
            case "generateMediaBatch" ->
                List.of(
                        "{\"requests\":[%s]}".formatted(IMAGE),
                        "{\"requests\":[%s]}".formatted(user + IMAGE.substring(1)));
            case "compile" ->
                List.of(
                        "{\"jobIds\":[\"%s\",\"%s\"]}".formatted(named.of("jobId"), named.of("ended")),
                        "{\"jobIds\":[\"%s\"],\"audioJobId\":\"%s\"}".formatted(named.of("ended"), named.of("jobId")),
                        user + "\"jobIds\":[\"%s\",\"%s\"]}".formatted(named.of("jobId"), named.of("ended")));
            // Of one that is never told, so that the other has no deliveries.
            case "createEndpoint" ->
                List.of("{\"url\":\"%s\",\"events\":[\"endpoint.disabled\"]}".formatted(receiver.url("/another")));
            case "changeEndpoint" -> List.of("{\"enabled\":false}");
            case "redeliverAll" ->
                List.of(
                        "{\"status\":\"delivered\"}",
                        "{\"status\":\"delivered\",\"jobId\":\"%s\"}".formatted(named.of("jobId")),
                        "{\"status\":\"delivered\",\"endpointId\":\"%s\"}".formatted(named.of("endpointId")));
            case "receivePrediction" -> List.of("{}");
            default -> throw new AssertionError("the walk has no body for " + operation.path());
        };
    }

    private static Answered call(Operation operation, Named named, Variant variant) {
        String path = operation.path();
        for (String variable : operation.variables()) {
            path = path.replace("{" + variable + "}", named.of(variable));
        }
        String url = application.url() + path + variant.query();
        String[] header = variant.header().split(": ", 2);
        if (operation.node().at("/responses/200/content").has("text/event-stream")) {
            String last = header.length == 2 ? header[1] : null;
            try (EventReader stream = EventReader.open(url, othersKey, last)) {
                return answered(stream.response(), "", named);
            }
        }
        HttpRequest.Builder request = Http.to(url)
                .header("X-API-Key", othersKey)
                .method(
                        operation.method(),
                        variant.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(variant.body()));
        if (!variant.body().isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        if (header.length == 2) {
            request.header(header[0], header[1]);
        }
        HttpResponse<String> response = Http.send(request);
        String sent = path + variant;
        for (String mine : owned.values().values()) {
            if (mine.length() > 20 && !sent.contains(mine)) {
                assertThat(response.body()).as(url).doesNotContain(mine);
            }
        }
        // Of what everybody sees the one thing that changes by itself.
        return answered(response, path.equals("/metrics") ? "" : response.body(), named);
    }

    private static Answered answered(HttpResponse<?> response, String body, Named named) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        response.headers()
                .map()
                .forEach((name, values) -> headers.put(
                        name,
                        PASSED_OVER.contains(name) || name.equals("content-length")
                                ? ""
                                : plain(values.toString(), named)));
        return new Answered(response.statusCode(), headers, plain(body, named));
    }

    /** Without ids, instants, secrets and how long others wait. */
    private static String plain(String text, Named named) {
        return text.replace(named.of("userId"), "<user>")
                .replaceAll(UUIDS, "<id>")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "<time>")
                .replaceAll("whsec_[A-Za-z0-9+/=]+", "<secret>")
                .replaceAll("\"estimatedTime\":[0-9.]+", "");
    }

    /** All that the owner has, as they and an operator see it. */
    private static List<JsonNode> all() {
        String user = owned.of("userId");
        List<String> ofOwner = List.of(
                "/status/" + owned.of("jobId"),
                "/status/" + owned.of("ended"),
                "/jobs",
                "/batches/" + owned.of("batchId"),
                "/webhook-endpoints",
                "/webhooks/default/secret",
                "/webhook-deliveries",
                "/jobs/" + owned.of("ended") + "/deliveries",
                "/usage");
        List<JsonNode> all = new ArrayList<>();
        ofOwner.forEach(path -> all.add(found(owner, path)));
        all.add(found(operator, "/admin/keys?userId=" + user));
        all.add(found(operator, "/admin/users/" + user + "/limits"));
        return all;
    }

    /** Links are made anew each time, and a key is used by looking. */
    private static JsonNode found(Client client, String path) {
        Client.Answer answer = client.get(path);
        assertThat(answer.status()).as(path).isEqualTo(200);
        return Http.json(
                answer.body().toString().replaceAll("\\?X-Amz[^\"]*", "").replaceAll(",\"lastUsedAt\":\"[^\"]*\"", ""));
    }

    /** A clock may tell apart what work does not: so it is the same work. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /status/%s",
                "GET /status/%s/events",
                "GET /media/%s/original.webp",
                "POST /jobs/%s/cancel",
                "GET /jobs/%s/deliveries"
            })
    void anothersJobIsLookedForAsLongAsOneThatNeverWas(String call) throws Exception {
        List<String> unknowns = lookUps(call.formatted(UUID.randomUUID()), othersKey);

        assertThat(unknowns).hasSize(5).contains("ask-dynamodb", "ask-postgres", "ask-admit");
        for (String job : List.of("jobId", "ended")) {
            assertThat(lookUps(call.formatted(owned.of(job)), othersKey))
                    .as(job)
                    .isEqualTo(unknowns);
        }
        assertThat(lookUps("GET /status/" + owned.of("ended"), ownersKey))
                .as("of its owner it is known at once")
                .isEmpty();
    }

    /** Whom the call asked, after Redis. */
    private static List<String> lookUps(String call, String key) throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        EventNotifierSupport notifier = new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                if (event instanceof CamelEvent.ExchangeSendingEvent sending
                        && sending.getEndpoint().getEndpointUri().contains("ask-")) {
                    asked.add(sending.getEndpoint().getEndpointUri().replaceAll(".*/", ""));
                }
            }
        };
        CamelContext camel = application.bean(CamelContext.class);
        camel.getManagementStrategy().addEventNotifier(notifier);
        try {
            String[] parts = call.split(" ");
            Http.send(Http.to(application.url() + parts[1])
                    .header("X-API-Key", key)
                    .method(parts[0], BodyPublishers.noBody()));
        } finally {
            camel.getManagementStrategy().removeEventNotifier(notifier);
        }
        return asked;
    }

    @ParameterizedTest
    @MethodSource("places")
    void aStreamIsSilentWhileAnothersJobsRun(String lastEventId) {
        Client other = new Client(application.url(), othersKey);
        Client busy = new Client(application.url(), register("owner-" + UUID.randomUUID()));
        try (EventReader stream = EventReader.open(
                application.url() + "/jobs/events", othersKey, lastEventId.isEmpty() ? null : lastEventId)) {
            busy.awaitOutcome(busy.submitted(IMAGE));
            String ofOther = other.submitted(IMAGE);
            other.awaitOutcome(ofOther);

            Event event = requireNonNull(stream.next());
            for (; !isOutcomeOf(ofOther, event); event = requireNonNull(stream.next())) {
                assertThat(event.data().path("userId").asText()).startsWith("other-");
            }
        }
    }

    private static boolean isOutcomeOf(String jobId, Event event) {
        return event.type().equals("job.completed")
                && event.data().path("jobId").asText().equals(jobId);
    }

    static List<String> places() {
        return List.of("", owned.of("position"));
    }
}

package io.vsl.admin;

import static io.vsl.testing.Http.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.platform.kafka.Topics;
import io.vsl.platform.topology.Topology;
import io.vsl.testing.Application;
import io.vsl.testing.Devstack;
import io.vsl.testing.Http;
import io.vsl.testing.NeedsServers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who may call {@code /admin}, what it takes, and what is kept of it. */
@NeedsServers
class AdminRouteTest {

    private final Operator operator = Operator.shared();

    @ParameterizedTest
    @CsvSource({
        "GET, /admin/stages",
        "POST, /admin/stages/store/skips",
        "POST, /admin/replays",
        "POST, /admin/rebuilds",
        "POST, /admin/verifications",
        "GET, /admin/dead-letters",
        "GET, /admin/dead-letters/store/0/0",
        "POST, /admin/dead-letters/store/redrives",
        "GET, /admin/attempts",
        "POST, /admin/jobs/00000000-0000-0000-0000-000000000000/attempts",
        "GET, /admin/operations",
        "GET, /admin/operations/00000000-0000-0000-0000-000000000000",
    })
    void everyCallNeedsAnOperatorsKey(String method, String path) {
        String body = method.equals("POST") ? "{}" : "";

        assertProblem(operator.send(method, path, body, Devstack.shared().get("VSL_API_KEY")), 403, "FORBIDDEN");
        assertProblem(operator.send(method, path, body, null), 401, "UNAUTHENTICATED");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/admin/replays|{}|stage",
                "/admin/replays|{'stage':'status','topics':[],'since':'monday','until':1,'partition':-1,'fromOffset':'0',"
                        + "'jobIds':['x'],'dryRun':'no','recordsPerSecond':0,'other':1}"
                        + "|dryRun fromOffset jobIds[0] other partition recordsPerSecond since stage topics until",
                "/admin/replays|{'stage':'store','topics':['nothing']}|topics[0]",
                "/admin/replays|{'stage':'generate','fromOffset':1}|partition topics",
                "/admin/replays|{'stage':'store','partition':0,'fromOffset':1,'since':'2026-01-02T00:00:00Z',"
                        + "'until':'2026-01-01T00:00:00Z'}|since until",
                "/admin/replays|{'stage':'store','partition':1000}|partition",
                "/admin/rebuilds|{'sink':'store'}|sink",
                "/admin/rebuilds|{'recordsPerSecond':1.5}|recordsPerSecond sink",
                "/admin/verifications|{'all':true}|all",
                "/admin/dead-letters/store/redrives|{}|records",
                "/admin/dead-letters/store/redrives|{'all':true,'records':[{'partition':0,'offset':0}]}|records",
                "/admin/dead-letters/store/redrives|{'records':[{'partition':0,'value':1,'key':'x'},7],'reason':'x'}"
                        + "|reason records[0].key records[0].offset records[0].value records[1]",
                "/admin/jobs/00000000-0000-0000-0000-000000000000/attempts|{'reason':' '}|reason",
                "/admin/jobs/00000000-0000-0000-0000-000000000000/attempts|{'why':'x'}|reason why",
            })
    void everyWrongFieldIsNamed(String path, String body, String fields) {
        JsonNode problem = assertProblem(operator.post(path, body), 400, "VALIDATION_FAILED");

        assertThat(problem.path("details").findValuesAsText("field").stream()
                        .sorted()
                        .distinct())
                .containsExactly(fields.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "/admin/dead-letters?stage=status, stage",
        "/admin/dead-letters?limit=0, limit",
        "/admin/dead-letters?limit=1000, limit",
        "/admin/dead-letters?cursor=x, cursor",
        "/admin/attempts?state=unknown, state",
        "/admin/operations?limit=many, limit"
    })
    void everyWrongParameterIsNamed(String path, String field) {
        JsonNode problem = assertProblem(
                operator.send("GET", path, "", Devstack.shared().get("VSL_OPERATOR_KEY")), 400, "VALIDATION_FAILED");

        assertThat(problem.at("/details/0/field").asText()).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource({
        "/admin/operations/x",
        "/admin/operations/00000000-0000-0000-0000-000000000000",
        "/admin/dead-letters/status/0/0",
        "/admin/dead-letters/store/x/0",
        "/admin/dead-letters/store/0/999999"
    })
    void whatIsNotThereAnswers404(String path) {
        assertProblem(operator.send("GET", path, "", Devstack.shared().get("VSL_OPERATOR_KEY")), 404, "NOT_FOUND");
    }

    @Test
    void aBodyThatIsNoObjectIsRefused() {
        assertProblem(operator.post("/admin/replays", "[]"), 400, "MALFORMED_JSON");
        assertProblem(operator.post("/admin/replays", "{'stage'"), 400, "MALFORMED_JSON");
    }

    @Test
    void whatAStageReadsIsWhatItsRoutesRead() {
        CamelContext camel = operator.application().bean(CamelContext.class);
        Topics topics = operator.application().bean(Topics.class);
        for (String stage : operator.application().bean(Topology.class).consuming()) {
            List<String> read = List.of(camel.getRoute(stage)
                    .getEndpoint()
                    .getEndpointUri()
                    .replaceAll("^kafka:(//)?|\\?.*$", "")
                    .split(",|%2C"));

            assertThat(read)
                    .as(stage)
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(topics.inputs(stage).stream(), Stream.of(topics.retry(stage)))
                                    .toList());
        }
    }

    @Test
    void theStagesSayWhatTheyReadAndHaveBeforeThem() {
        JsonNode stages = operator.get("/admin/stages").path("stages");

        assertThat(stages.findValuesAsText("stage"))
                .containsExactlyElementsOf(
                        operator.application().bean(Topology.class).consuming());
        assertThat(stages).allSatisfy(stage -> {
            assertThat(stage.path("lag").isIntegralNumber()).isTrue();
            assertThat(stage.path("deadLetters").isIntegralNumber()).isTrue();
            assertThat(stage.path("topics")).isNotEmpty();
        });
    }

    @Test
    void whatWasDoneIsKept() {
        operator.done("/admin/rebuilds", "{'sink':'sink-redis','dryRun':true}");

        JsonNode newest =
                operator.get("/admin/operations?limit=1").path("operations").path(0);
        assertThat(newest.path("kind").asText()).isEqualTo("rebuild");
        assertThat(newest.path("requestedBy").asText()).isEqualTo("operator");
        assertThat(newest.path("request")).hasToString("{\"sink\":\"sink-redis\",\"dryRun\":true}");
        assertThat(newest.path("state").asText()).isEqualTo("succeeded");
        assertThat(newest.at("/progress/records")).isEqualTo(newest.at("/progress/total"));
        assertThat(newest.path("endedAt").asText())
                .isGreaterThanOrEqualTo(newest.path("startedAt").asText());
    }

    @Test
    void anOperationWhoseProcessDiedShowsAsFailed() {
        UUID id = UUID.randomUUID();
        operator.application().bean(JdbcClient.class).sql("""
                INSERT INTO operator_actions (operation_id, kind, requested_by, request, updated_at)
                VALUES (:id, 'replay', 'operator', '{}', now() - interval '2 minutes')""").param("id", id).update();

        JsonNode operation = operator.get("/admin/operations/" + id);

        assertThat(operation.path("state").asText()).isEqualTo("failed");
        assertThat(operation.path("error").asText()).contains("process");
    }

    @Test
    void anOperationThatIsUnderWayWhenTheApplicationStopsShowsAsFailed() {
        operator.client().awaitOutcome(operator.client().submitted("""
                {"mediaType":"image","modelId":"flux-schnell","prompt":"a fox"}"""));
        UUID id;
        try (Application another = operator.another()) {
            HttpResponse<String> begun = Http.send(Http.to(another.url() + "/admin/replays")
                    .header("X-API-Key", Devstack.shared().get("VSL_OPERATOR_KEY"))
                    .POST(HttpRequest.BodyPublishers.ofString("{\"stage\":\"sink-redis\",\"recordsPerSecond\":1}")));
            id = UUID.fromString(Http.json(begun.body()).path("operationId").asText());
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> operator.get("/admin/operations/" + id)
                                    .at("/progress/total")
                                    .asLong()
                            > 0);
        }

        JsonNode operation = operator.get("/admin/operations/" + id);

        assertThat(operation.path("state").asText()).isEqualTo("failed");
        assertThat(operation.path("error").asText()).contains("stopped");
        assertThat(operation.has("endedAt")).isTrue();
    }

    @Test
    void nothingIsDoneThatCannotBeWrittenDown() {
        // So that the key is known while PostgreSQL is away.
        operator.get("/admin/operations");
        Devstack.shared().stop("postgres");
        try {
            assertProblem(operator.post("/admin/replays", "{'stage':'store'}"), 503, "AUDIT_UNAVAILABLE");
            assertProblem(
                    operator.send(
                            "GET", "/admin/attempts", "", Devstack.shared().get("VSL_OPERATOR_KEY")),
                    503,
                    "STORE_UNAVAILABLE");
        } finally {
            Devstack.shared().start("postgres");
        }
    }

    @Test
    void noMoreThanTwoOperationsGoOnAtOnce() {
        List<HttpResponse<String>> answers = Stream.generate(() -> operator.post("/admin/verifications", "{}"))
                .limit(6)
                .toList();

        assertThat(answers).anySatisfy(answer -> {
            assertProblem(answer, 503, "TOO_MANY_OPERATIONS");
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        });
        operator.awaitFree();
    }
}

package io.vsl.status;

import static io.vsl.testing.Http.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.stores.RedisJobs;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Devstack;
import io.vsl.testing.Http;
import io.vsl.testing.NeedsServers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@code GET /jobs}: pages of what one may see. */
@NeedsServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ListJobsRouteTest {

    private static final String IMAGE = """
            {"userId":"%s","mediaType":"image","modelId":"%s","parameters":{"prompt":"a fox"}}""";
    private static final String AUDIO = """
            {"userId":"%s","mediaType":"audio","modelId":"musicgen","parameters":{"prompt":"a fox","duration":1}}""";

    private final Application application = Application.shared();
    private final Client client = new Client(application.url());
    private final Client operator =
            new Client(application.url(), Devstack.shared().get("VSL_OPERATOR_KEY"));

    private final String user = "lister" + UUID.randomUUID();
    /** The newest first. */
    private final List<String> jobIds = new ArrayList<>();

    @BeforeAll
    void submit() {
        for (String modelId : List.of("flux-schnell", "sdxl", "flux-schnell", "flux-schnell")) {
            jobIds.add(operator.submitted(IMAGE.formatted(user, modelId)));
        }
        jobIds.add(operator.submitted(AUDIO.formatted(user)));
        Collections.reverse(jobIds);
        for (String jobId : jobIds) {
            operator.awaitOutcome(jobId);
            JobsInStores.await(application, UUID.fromString(jobId));
        }
    }

    @Test
    void pagesFollowOneAnotherFromTheNewestToTheOldest() {
        List<List<String>> pages = new ArrayList<>();
        JsonNode page = list("&limit=2");
        pages.add(ids(page));
        while (page.has("nextCursor")) {
            // What comes meanwhile is newer than all pages that follow.
            operator.submitted(IMAGE.formatted(user + "-later", "flux-schnell"));
            page = list("&limit=2&cursor=" + page.path("nextCursor").asText());
            pages.add(ids(page));
        }

        assertThat(pages).containsExactly(jobIds.subList(0, 2), jobIds.subList(2, 4), jobIds.subList(4, 5));
    }

    @Test
    void aPageThatIsJustFullIsTheLast() {
        assertThat(list("&limit=5").path("jobs")).hasSize(5);
        assertThat(list("&limit=5").has("nextCursor")).isFalse();
    }

    @Test
    void jobsOfOneMomentAreEachOnOnePage() {
        String twins = "twins" + UUID.randomUUID();
        for (int i = 0; i < 3; i++) {
            insert(UUID.randomUUID(), twins);
        }
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page =
                    operator.get("/jobs?limit=1&userId=" + twins + cursor).body();
            seen.addAll(ids(page));
            cursor = page.has("nextCursor")
                    ? "&cursor=" + page.path("nextCursor").asText()
                    : null;
        } while (cursor != null);

        assertThat(seen).hasSize(3).doesNotHaveDuplicates();
    }

    private void insert(UUID jobId, String userId) {
        application
                .bean(JdbcClient.class)
                .sql("""
                INSERT INTO jobs (job_id, status, user_id, created_at, version, document)
                SELECT :id, status, :user, created_at, version,
                    document || jsonb_build_object('jobId', :id, 'userId', :user)
                FROM jobs WHERE job_id = CAST(:of AS uuid)""")
                .param("id", jobId)
                .param("user", userId)
                .param("of", jobIds.get(0))
                .update();
    }

    @Test
    void eachIsShownAsItsStatusShowsIt() {
        for (JsonNode job : list("").path("jobs")) {
            assertThat(StatusRouteTest.withoutLinks(job))
                    .isEqualTo(StatusRouteTest.withoutLinks(
                            operator.status(job.path("jobId").asText()).body()));
            assertThat(Http.bytes(Http.to(job.at("/result/originalUrl").asText()))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "status=completed, 0 1 2 3 4",
        "status=pending, ''",
        "mediaType=audio, 0",
        "modelId=sdxl, 3",
        "mediaType=image&modelId=flux-schnell&status=completed, 1 2 4",
        "modelId=nothing, ''"
    })
    void whatIsAskedForIsListedAndNoOther(String parameters, String expected) {
        assertThat(ids(list("&" + parameters)))
                .containsExactlyElementsOf(
                        expected.isEmpty()
                                ? List.of()
                                : List.of(expected.split(" ")).stream()
                                        .map(index -> jobIds.get(Integer.parseInt(index)))
                                        .toList());
    }

    @Test
    void aUserListsTheirOwnJobsAndAnOperatorEverybodys() {
        String own = client.submitted(IMAGE.formatted("user123", "flux-schnell"));
        client.awaitOutcome(own);
        JobsInStores.await(application, UUID.fromString(own));

        JsonNode mine = client.get("/jobs").body();

        assertThat(mine.findValuesAsText("userId")).isNotEmpty().containsOnly("user123");
        assertThat(ids(mine)).contains(own);
        assertThat(client.get("/jobs?userId=user123").body().findValuesAsText("userId"))
                .containsOnly("user123");
        assertProblem(client.get("/jobs?userId=" + user).response(), 403, "FORBIDDEN");
        assertThat(ids(operator.get("/jobs?limit=200").body())).contains(own).contains(jobIds.get(0));
        assertProblem(Http.send(Http.to(application.url() + "/jobs")), 401, "UNAUTHENTICATED");
    }

    @Test
    void everyFaultOfAUrlIsNamed() {
        JsonNode problem = assertProblem(
                operator.get("/jobs?userId=a%20b&status=done&mediaType=text&modelId=%00" + "&limit=0&cursor=eA")
                        .response(),
                400,
                "VALIDATION_FAILED");

        assertThat(problem.path("details").findValuesAsText("field"))
                .containsExactly("userId", "status", "mediaType", "modelId", "limit", "cursor");
        assertThat(problem.path("details").findValuesAsText("code"))
                .containsExactly("MALFORMED", "NOT_ALLOWED", "NOT_ALLOWED", "MALFORMED", "OUT_OF_RANGE", "MALFORMED");
    }

    @ParameterizedTest
    @CsvSource({
        "limit=201, OUT_OF_RANGE",
        "limit=1e1, OUT_OF_RANGE",
        "limit=99999999999, OUT_OF_RANGE",
        "status=completed&status=failed, REPEATED",
        "cursor=%25, MALFORMED",
        "cursor=OTk5OTktMDEtMDE, MALFORMED",
        // 0000-01-01T00:00:00Z/ and -0001-…, +999999999-…, with a job's id
        "cursor=MDAwMC0wMS0wMVQwMDowMDowMFovMDFhMjAyZmQtMmE1NC03NDU1LTllMmEtOTczZmRkNTFiMzMx, MALFORMED",
        "cursor=LTAwMDEtMDEtMDFUMDA6MDA6MDBaLzAxYTIwMmZkLTJhNTQtNzQ1NS05ZTJhLTk3M2ZkZDUxYjMzMQ, MALFORMED",
        "cursor=Kzk5OTk5OTk5OS0wMS0wMVQwMDowMDowMFovMDFhMjAyZmQtMmE1NC03NDU1LTllMmEtOTczZmRkNTFiMzMx, MALFORMED",
        // 2026-99-01T00:00:00Z/x
        "cursor=MjAyNi05OS0wMVQwMDowMDowMFoveA, MALFORMED"
    })
    void whatCannotBeListedIsRefused(String parameters, String code) {
        JsonNode problem = assertProblem(client.get("/jobs?" + parameters).response(), 400, "VALIDATION_FAILED");

        assertThat(problem.path("details").findValuesAsText("code")).containsExactly(code);
    }

    @Test
    void aJobThatHasEndedIsNotListedAsRunningWherePostgresIsBehind() throws JsonProcessingException {
        String jobId = jobIds.get(2);
        JdbcClient jdbc = application.bean(JdbcClient.class);
        String document = jdbc.sql("SELECT CAST(document AS text) FROM jobs WHERE job_id = CAST(:id AS uuid)")
                .param("id", jobId)
                .query(String.class)
                .single();
        ObjectNode earlier = application.bean(ObjectMapper.class).readValue(document, ObjectNode.class);
        earlier.put("status", "processing").put("version", 1).remove(List.of("result", "completedAt"));
        keep(jobId, "processing", earlier.toString());
        try {
            assertThat(application.bean(RedisJobs.class).find(UUID.fromString(jobId)))
                    .isPresent();
            assertThat(list("").at("/jobs/2/status").asText()).isEqualTo("completed");
            assertThat(list("&status=processing").path("jobs")).isEmpty();
        } finally {
            keep(jobId, "completed", document);
        }
    }

    private void keep(String jobId, String status, String document) {
        application
                .bean(JdbcClient.class)
                .sql("""
                UPDATE jobs SET status = :status, document = CAST(:document AS jsonb)
                WHERE job_id = CAST(:id AS uuid)""")
                .param("status", status)
                .param("document", document)
                .param("id", jobId)
                .update();
    }

    @Test
    void withoutRedisItIsAsPostgresHasIt() {
        // So that the key is known.
        client.get("/models");
        Devstack.shared().stop("redis");
        try {
            assertThat(ids(list(""))).containsExactlyElementsOf(jobIds);
        } finally {
            Devstack.shared().start("redis");
        }
    }

    @Test
    void withoutPostgresNothingIsListed() {
        operator.get("/models");
        Devstack.shared().stop("postgres");
        try {
            assertProblem(operator.get("/jobs").response(), 503, "STATUS_UNAVAILABLE");
        } finally {
            Devstack.shared().start("postgres");
        }
        Awaitility.await("the list").until(() -> operator.get("/jobs").status() == 200);
    }

    private JsonNode list(String parameters) {
        Client.Answer answer = operator.get("/jobs?userId=" + user + parameters);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return answer.body();
    }

    private static List<String> ids(JsonNode page) {
        List<String> ids = new ArrayList<>();
        page.path("jobs").forEach(job -> ids.add(job.path("jobId").asText()));
        return ids;
    }
}

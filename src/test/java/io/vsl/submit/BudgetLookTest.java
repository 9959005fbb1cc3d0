package io.vsl.submit;

import static io.vsl.testing.Http.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.vsl.budget.UserLimits;
import io.vsl.budget.UsersLimits;
import io.vsl.job.ErrorCode;
import io.vsl.job.Job;
import io.vsl.job.JobAccepted;
import io.vsl.job.JobError;
import io.vsl.job.OutcomeProposed;
import io.vsl.platform.json.JsonConfiguration;
import io.vsl.platform.redis.IdempotencyKeys;
import io.vsl.platform.security.ApiKeys;
import io.vsl.platform.security.Caller;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Client.Answer;
import io.vsl.testing.Database;
import io.vsl.testing.Devstack;
import io.vsl.testing.Http;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is beyond a budget is turned away before Kafka has it, and a user's own request limits hold. */
@NeedsServers
class BudgetLookTest {

    /** For 0.003 USD. */
    private static final String IMAGE = """
            {"mediaType":"image","modelId":"flux-schnell","parameters":{"prompt":"a fox"}}""";

    /** For 0.02 USD. */
    private static final String MUSIC = """
            {"mediaType":"audio","modelId":"musicgen","parameters":{"prompt":"a fox"}}""";

    private static Application application;

    private final String userId = "spender-" + UUID.randomUUID();
    private final Client client = client(new Caller(userId, false, 0, 0));

    @BeforeAll
    static void start() {
        Database database = Database.create("test_budget_look");
        application = Application.start(Map.of(
                "VSL_STAGES",
                "setup,submit,admit,conclude,status",
                "DATABASE_URL",
                database.url(),
                "VSL_REQUESTS_PER_HOUR",
                "100",
                "vsl.budget.limits-cache",
                "100ms"));
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    private static Client client(Caller caller) {
        String key = "vsl_" + UUID.randomUUID();
        application.bean(ApiKeys.class).register(key, caller);
        return new Client(application.url(), key);
    }

    private void set(@Nullable String budget, @Nullable Integer perHour) {
        application
                .bean(UsersLimits.class)
                .set(
                        new UserLimits(userId, budget == null ? null : new BigDecimal(budget), perHour, null, null),
                        "operator");
    }

    private void awaitAdmitted() {
        Log.awaitDrained(application.topic("admit"), List.of(application.topic("job.requested")));
    }

    private static void fails(String jobId) throws IOException {
        Job job = JsonConfiguration.json()
                .readValue(Log.value(Log.await(application.topic("job.accepted"), Log.key(jobId))), JobAccepted.class)
                .job();
        OutcomeProposed outcome = new OutcomeProposed(
                job.failed(JobError.of(ErrorCode.PROVIDER_REJECTED, "The model is gone"), job.createdAt()));
        Log.produce(
                application.topic("outcome.proposed"),
                jobId,
                JsonConfiguration.json().writeValueAsString(outcome));
    }

    private JsonNode usage() {
        return client.get("/usage").body();
    }

    private static double refused() {
        return application
                .bean(MeterRegistry.class)
                .get("vsl.budget.refused")
                .counter()
                .count();
    }

    private static long requests() {
        return Log.read(application.topic("job.requested")).size();
    }

    @Test
    void whatCostsMoreThanIsLeftIsRefusedAndNotInKafka() {
        set("0.021", null);
        client.submitted(MUSIC);
        awaitAdmitted();
        long before = requests();
        double refused = refused();

        JsonNode problem = assertProblem(client.submit(IMAGE).response(), 402, "BUDGET_EXCEEDED");

        assertThat(problem.path("title").asText()).isEqualTo("Payment Required");
        assertThat(problem.path("detail").asText()).contains("0.003 USD", "0.001 USD");
        assertThat(requests()).isEqualTo(before);
        assertThat(refused()).isEqualTo(refused + 1);
        assertThat(usage().path("left").decimalValue()).isEqualByComparingTo("0.001");
    }

    @Test
    void whatIsReleasedOrAddedIsThereAtOnce() throws IOException {
        set("0.02", null);
        String jobId = client.submitted(MUSIC);
        awaitAdmitted();
        assertProblem(client.submit(IMAGE).response(), 402, "BUDGET_EXCEEDED");

        set("0.023", null);
        client.submitted(IMAGE);
        awaitAdmitted();
        assertProblem(client.submit(IMAGE).response(), 402, "BUDGET_EXCEEDED");

        fails(jobId);
        Awaitility.await("what was reserved to be released")
                .until(() -> usage().path("left").decimalValue().compareTo(new BigDecimal("0.02")) == 0);
        client.submitted(MUSIC);
    }

    @Test
    void aRequestThatWasTakenIsTakenAgain() {
        set("0.003", null);
        String idempotencyKey = UUID.randomUUID().toString();
        Answer first = client.submit(IMAGE, idempotencyKey);
        assertThat(first.status()).isEqualTo(202);
        awaitAdmitted();
        assertProblem(client.submit(IMAGE).response(), 402, "BUDGET_EXCEEDED");

        Answer again = client.submit(IMAGE, idempotencyKey);

        assertThat(again.status()).isEqualTo(202);
        assertThat(again.body().path("jobId")).isEqualTo(first.body().path("jobId"));
        // After a day nobody remembers the key, and the job is known by its admission.
        forget(first.body().path("jobId").asText());
        assertThat(client.submit(IMAGE, idempotencyKey).status()).isEqualTo(202);
    }

    private static void forget(String jobId) {
        application
                .bean(IdempotencyKeys.class)
                .forget(UUID.fromString(jobId))
                .toCompletableFuture()
                .join();
    }

    @Test
    void aKeyWhoseRequestWasRefusedIsFree() {
        set("0.001", null);
        String idempotencyKey = UUID.randomUUID().toString();
        for (int i = 0; i < 2; i++) {
            assertProblem(client.submit(IMAGE, idempotencyKey).response(), 402, "BUDGET_EXCEEDED");
        }

        set("1", null);
        Awaitility.await("the new budget")
                .until(() -> client.submit(MUSIC, idempotencyKey).status() == 202);
        assertProblem(client.submit(IMAGE, idempotencyKey).response(), 422, "IDEMPOTENCY_KEY_REUSED");
    }

    @Test
    void aUsersOwnRequestLimitHoldsUnlessTheKeyHasOne() {
        Client plain = client(new Caller(userId, false));
        Client own = client(new Caller(userId, false, 9, null));
        set(null, 5);

        Awaitility.await("the user's limit")
                .untilAsserted(() -> assertThat(limit(plain.submit("{}"))).isEqualTo(5));
        assertThat(limit(own.submit("{}"))).isEqualTo(9);
        set(null, null);
        Awaitility.await("that of all")
                .untilAsserted(() -> assertThat(limit(plain.submit("{}"))).isEqualTo(100));
    }

    private static long limit(Answer answer) {
        return answer.response().headers().firstValueAsLong("X-RateLimit-Limit").orElse(-1);
    }

    @Test
    void withoutPostgresRequestsAreTakenAndWaitForAdmit() {
        set("0.003", null);
        assertThat(client.submit(IMAGE).status()).isEqualTo(202);
        awaitAdmitted();
        assertProblem(client.submit(IMAGE).response(), 402, "BUDGET_EXCEEDED");
        Devstack.shared().stop("postgres");
        String jobId;
        try {
            jobId = client.submitted(IMAGE);
            Instant begun = Instant.now();
            for (int i = 0; i < 5; i++) {
                client.submitted(IMAGE);
            }
            assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(4));
        } finally {
            Devstack.shared().start("postgres");
        }

        JsonNode job = Http.json(Log.value(Log.await(application.topic("job.completed"), Log.key(jobId))));

        assertThat(job.path("status").asText()).isEqualTo("failed");
        assertThat(job.at("/error/code").asText()).isEqualTo("BUDGET_EXCEEDED");
        Awaitility.await("a look").until(() -> client.submit(IMAGE).status() == 402);
    }
}

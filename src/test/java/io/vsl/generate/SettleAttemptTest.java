package io.vsl.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vsl.job.ErrorCode;
import io.vsl.job.InputFile;
import io.vsl.job.Job;
import io.vsl.job.JobAccepted;
import io.vsl.job.PredictionRequest;
import io.vsl.ledger.Fate;
import io.vsl.platform.aws.InputLinks;
import io.vsl.platform.aws.TestViews;
import io.vsl.platform.json.JsonConfiguration;
import io.vsl.platform.kafka.InvalidRecord;
import io.vsl.platform.redis.GivenRateLimit;
import io.vsl.platform.stage.TestPolls;
import io.vsl.provider.Answered;
import io.vsl.provider.Call;
import io.vsl.provider.Creation;
import io.vsl.provider.Providers;
import io.vsl.provider.PushProvider;
import io.vsl.provider.Reply;
import io.vsl.provider.Reply.Answer;
import io.vsl.provider.Reply.NoAnswer;
import io.vsl.provider.TestProviders;
import io.vsl.provider.replicate.TestReplicate;
import io.vsl.testing.TestJobs;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What an answer means for its attempt and for those after it, of providers that have little in common. */
class SettleAttemptTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final String push = "push";
    private final GivenRateLimit rate = new GivenRateLimit();
    private final Providers providers = TestProviders.of(TestReplicate.create(), new PushProvider(push));
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Circuits circuits = new Circuits();
    private final LimitCreations limit = new LimitCreations(rate, circuits, providers);
    private final SettleAttempt settle = new SettleAttempt(providers, limit, meters, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void eachAnswerIsAFate() {
        assertThat(fate(push, answer(200, "{'ticket':'t1'}"))).isEqualTo(new Fate.Submitted("t1", NOW));
        assertThat(fate(push, answer(400, "{'why':'no such thing'}")))
                .isEqualTo(new Fate.Rejected(ErrorCode.PROVIDER_REJECTED, "no such thing", NOW));
        assertThat(fate(push, answer(503, ""))).isEqualTo(new Fate.NotSent("closed"));
        assertThat(fate(push, answer(500, ""))).isEqualTo(new Fate.Unknown());
        assertThat(fate(push, new NoAnswer(new ConnectException("refused")))).isEqualTo(new Fate.Unknown());
        assertThat(fate(null, new NoAnswer(new ConnectException("refused"))))
                .isEqualTo(new Fate.NotSent("Replicate can't be reached"));
        assertThat(fate(null, answer(201, "{'id':'p1','created_at':'2025-12-31T00:00:00Z'}")))
                .isEqualTo(new Fate.Submitted("p1", Instant.parse("2025-12-31T00:00:00Z")));
        assertThat(meters.counter("vsl.replicate.creations", "status", "201").count())
                .isEqualTo(1);
        assertThat(meters.counter("vsl." + push + ".creations", "status", "500").count())
                .isEqualTo(1);
    }

    @Test
    void aProviderThatAnswersWithErrorsIsLeftInPeaceAndNoOther() {
        IntStream.range(0, 10).forEach(i -> fate(null, new NoAnswer(new IOException("cut"))));
        Attempt held = attempt(null);
        Attempt other = attempt(push);

        limit.limit(new Attempts(UUID.randomUUID(), List.of(held, other)));

        assertThat(held.fate()).isEqualTo(new Fate.NotSent("Replicate answers creations with errors"));
        assertThat(held.isToBeSent()).isFalse();
        assertThat(other.isToBeSent()).isTrue();
    }

    /** Each that was sent, or was to be, gives its permission back; what says nothing of the provider counts for nothing. */
    @ParameterizedTest
    @CsvSource({"200,true", "400,true", "503,true", "500,false"})
    void whatIsAnAnswerLeavesTheProviderOpen(int status, boolean open) {
        IntStream.range(0, 30).forEach(i -> fate(push, answer(status, "{}")));

        assertThat(circuits.of(push).tryAcquirePermission()).isEqualTo(open);
    }

    /** Three are tried after a rest; each counts, and what was not sent leaves its place to another. */
    @ParameterizedTest
    @CsvSource({"200,CLOSED", "400,CLOSED", "503,CLOSED", "500,OPEN"})
    void afterARestThreeAnswersDecide(int status, CircuitBreaker.State state) {
        CircuitBreaker circuit = circuits.of(push);
        circuit.transitionToOpenState();
        circuit.transitionToHalfOpenState();
        for (int i = 0; i < 5; i++) {
            assertThat(circuit.tryAcquirePermission()).isTrue();
            limit.learn(push, new Creation.NotSent("held up"));
        }
        for (int i = 0; i < 3; i++) {
            assertThat(circuit.tryAcquirePermission()).isTrue();
            fate(push, answer(status, "{}"));
        }

        assertThat(circuit.getState()).isEqualTo(state);
    }

    @Test
    void whatCouldNotBeSentInTimeSaysNothingOfTheProvider() {
        IntStream.range(0, 30).forEach(i -> limit.learn(push, new Creation.NotSent("held up")));
        assertThat(circuits.of(push).getMetrics().getNumberOfBufferedCalls()).isZero();

        IntStream.range(0, 30).forEach(i -> limit.learn(push, new Creation.Unreachable("away")));
        assertThat(circuits.of(push).tryAcquirePermission()).isFalse();
    }

    @Test
    void whatTheAccountAllowsIsSentAndTheRestHeld() {
        List<Attempt> attempts =
                IntStream.range(0, 4).mapToObj(i -> attempt(push)).toList();
        rate.holds(2);

        limit.limit(new Attempts(UUID.randomUUID(), attempts));

        assertThat(attempts).extracting(Attempt::isToBeSent).containsExactly(true, true, false, false);
        assertThat(attempts.getLast().fate()).isEqualTo(new Fate.NotSent("the account's rate of creations is used up"));
        assertThat(rate.calls()).containsExactly("take 4 of replicate:creations:push, 60000 a minute, 2 at once");
    }

    @Test
    void anAttemptThatIsHeldBackGivesItsPermissionBack() {
        circuits.of(push).transitionToOpenState();
        circuits.of(push).transitionToHalfOpenState();
        rate.holds(0);

        IntStream.range(0, 5).forEach(i -> limit.limit(new Attempts(UUID.randomUUID(), List.of(attempt(push)))));

        assertThat(rate.calls()).as("each came past the circuit").hasSize(5);
    }

    @Test
    void anAttemptWhoseProviderIsGoneIsNotSentAndTheOthersAre() {
        Attempt gone = attempt("gone");
        Attempt other = attempt(push);

        limit.limit(new Attempts(UUID.randomUUID(), List.of(gone, other)));

        assertThat(gone.isToBeSent()).isFalse();
        assertThat(gone.failure()).hasMessage("There is no provider called gone");
        assertThat(gone.fate()).isInstanceOf(Fate.NotSent.class);
        assertThat(other.isToBeSent()).isTrue();
    }

    @Test
    void whatCantBeReadIsNotLimited() {
        Attempt unreadable =
                Attempt.unreadable(TestPolls.polled(), UUID.randomUUID(), 2, new InvalidRecord("unreadable"));
        Attempt other = attempt(push);

        limit.limit(new Attempts(UUID.randomUUID(), List.of(unreadable, other)));

        assertThat(other.isToBeSent()).isTrue();
        assertThat(rate.calls()).containsExactly("take 1 of replicate:creations:push, 60000 a minute, 2 at once");
    }

    /** What was thrown would leave all of its poll without a fate. */
    @Test
    void anAnswerThatNobodyThoughtOfIsAnUnknownFate() {
        assertThat(fate(push, answer(418, ""))).isEqualTo(new Fate.Unknown());

        IntStream.range(0, 30).forEach(i -> fate(push, answer(418, "")));
        assertThat(circuits.of(push).tryAcquirePermission()).isFalse();
    }

    @Test
    void withoutRedisNothingIsHeldBack() {
        rate.isAway();
        Attempt attempt = attempt(null);

        limit.limit(new Attempts(UUID.randomUUID(), List.of(attempt)));

        assertThat(attempt.isToBeSent()).isTrue();
        assertThat(fate(push, answer(503, "")))
                .as("a pause that nobody remembers")
                .isEqualTo(new Fate.NotSent("closed"));
    }

    @Test
    void aRedisThatCannotCountHoldsBackEverything() {
        rate.rejects();
        Attempt attempt = attempt(push);

        limit.limit(new Attempts(UUID.randomUUID(), List.of(attempt)));

        assertThat(attempt.fate())
                .isEqualTo(
                        new Fate.NotSent("the rate of creations can't be counted: Redis rejects a script: ERR wrong"));
        assertThat(fate(push, answer(503, ""))).isEqualTo(new Fate.NotSent("closed"));
    }

    @Test
    void whoIsToldToWaitPausesTheAccountForAllProcesses() {
        fate(push, answer(503, ""));
        fate(null, new Answer(429, Map.of("retry-after", "7"), new byte[0]));
        fate(null, answer(402, "{}"));
        fate(push, answer(400, "{}"));

        assertThat(rate.calls())
                .containsExactly(
                        "pause replicate:creations:push for PT1S",
                        "pause replicate:creations for PT7S",
                        "pause replicate:creations for PT30S");
    }

    @Test
    void theRequestIsTheProvidersAndTheWebhookItsOwn() {
        CreatePrediction create = create(TestViews.inputLinks(Clock.systemUTC()));

        Call<Attempt> other = call(create, attempt(push));
        Call<Attempt> replicate = call(create, attempt(null));

        assertThat(other.provider()).isEqualTo(push);
        assertThat(other.request().path()).isEqualTo("/orders");
        assertThat(other.request().sendBefore()).isEqualTo(42);
        assertThat(new String(other.request().body(), StandardCharsets.UTF_8))
                .contains("\"call\":\"https://vsl.example/webhook/" + push + "?job=");
        assertThat(replicate.provider()).isEqualTo("replicate");
        assertThat(new String(replicate.request().body(), StandardCharsets.UTF_8))
                .contains("\"webhook\":\"https://vsl.example/webhook/replicate?job=");
    }

    /** Of a poll the others go on, and this one's place is another's. */
    @Test
    void whatFailsWhileTheRequestIsMadeIsKnownAsNotSent() {
        circuits.of(push).transitionToOpenState();
        circuits.of(push).transitionToHalfOpenState();
        CreatePrediction create = create(TestViews.inputLinks(Clock.systemUTC(), () -> {
            throw SdkClientException.create("no credentials");
        }));

        for (int i = 0; i < 5; i++) {
            assertThat(circuits.of(push).tryAcquirePermission()).isTrue();
            Attempt attempt = attemptWithFile(push);
            create.prepare(attempt);

            assertThat(attempt.isToBeSent()).isFalse();
            assertThat(attempt.failure()).isInstanceOf(SdkClientException.class);
            assertThat(attempt.fate()).isInstanceOfSatisfying(Fate.NotSent.class, not -> assertThat(not.reason())
                    .contains("no credentials"));
        }
    }

    private CreatePrediction create(InputLinks links) {
        return new CreatePrediction(providers, TestProviders.webhooks(TestProviders.contexts()), links, limit);
    }

    private static Call<Attempt> call(CreatePrediction create, Attempt attempt) {
        create.prepare(attempt);
        return create.call(attempt);
    }

    private static Attempt attemptWithFile(String provider) {
        Job job = TestJobs.pending(UUID.randomUUID(), NOW);
        PredictionRequest prediction = new PredictionRequest(
                "/predictions",
                null,
                JsonConfiguration.json().createObjectNode().put("image", "temp/a/input-0.png"),
                1,
                null,
                provider,
                List.of(new InputFile("/image", "/image", List.of(), null, "temp/a/input-0.png")));
        return new Attempt(
                TestPolls.polled(),
                1,
                new JobAccepted(job, JsonConfiguration.json().createObjectNode(), prediction),
                42);
    }

    private Fate fate(@Nullable String provider, Reply reply) {
        Attempt attempt = attempt(provider);
        settle.settle(new Answered<>(attempt, reply));
        return attempt.fate();
    }

    private static Attempt attempt(@Nullable String provider) {
        Job job = TestJobs.pending(UUID.randomUUID(), NOW);
        JobAccepted accepted = new JobAccepted(
                job,
                JsonConfiguration.json().createObjectNode(),
                new PredictionRequest(
                        "/predictions", null, JsonConfiguration.json().createObjectNode(), 1, null, provider));
        return new Attempt(TestPolls.polled(), 1, accepted, 42);
    }

    private static Reply answer(int status, String body) {
        return new Answer(status, Map.of(), body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}

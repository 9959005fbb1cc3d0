package io.vsl.poller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsl.job.AttemptContext;
import io.vsl.job.ErrorCode;
import io.vsl.job.JobError;
import io.vsl.ledger.AttemptState;
import io.vsl.ledger.Known;
import io.vsl.ledger.OpenAttempt;
import io.vsl.provider.Answered;
import io.vsl.provider.Call;
import io.vsl.provider.PushProvider;
import io.vsl.provider.Reply;
import io.vsl.provider.Reply.Answer;
import io.vsl.provider.Reply.NoAnswer;
import io.vsl.provider.SignedContext;
import io.vsl.provider.TestProviders;
import io.vsl.provider.WebhookUrls;
import io.vsl.provider.replicate.TestReplicate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is found out about an attempt, for each thing that the ledger and a provider can say, without either. */
class ExamineAttemptTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String RUNS = "{'id':'p1','status':'processing'}";
    private static final String ENDED = "{'id':'p1','status':'failed','error':'odd'}";
    private static final String SUCCEEDED = "{'id':'p1','status':'succeeded','data_removed':true}";

    private final SignedContext contexts = TestProviders.contexts();
    private final ExamineAttempt examineAttempt = new ExamineAttempt(
            TestProviders.of(TestReplicate.create(), new PushProvider()),
            contexts,
            new PollerProperties(
                    MINUTE,
                    MINUTE,
                    100,
                    MINUTE.multipliedBy(2),
                    MINUTE.multipliedBy(60),
                    MINUTE.multipliedBy(30),
                    MINUTE.multipliedBy(60),
                    8,
                    MINUTE));

    @ParameterizedTest
    @EnumSource(AttemptState.class)
    void whatIsToBeDoneFollowsFromTheState(AttemptState state) {
        OpenAttempt attempt = LookedInto.unknown().in(state).attempt();

        Object begun = examineAttempt.begin(attempt);

        switch (state) {
            case CLAIMED -> assertThat(begun).isEqualTo(new Finding.Absent(attempt, null));
            case SENDING -> assertThat(begun).isInstanceOf(Search.class);
            case SUBMITTED ->
                assertThat(begun).isInstanceOfSatisfying(Call.class, call -> {
                    assertThat(call.provider()).isEqualTo("replicate");
                    assertThat(call.request().path()).isEqualTo("/predictions/p1");
                    assertThat(call.subject()).isEqualTo(attempt);
                });
            case ABANDONED -> assertThat(begun).isEqualTo(new Finding.GivenUp(attempt));
            case REJECTED -> assertThat(begun).isInstanceOf(Finding.Nothing.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                RUNS + "|89|false|Found",
                RUNS + "|90|false|Found",
                RUNS + "|91|false|Over",
                RUNS + "|91|true|Over",
                ENDED + "|3|false|Found",
                ENDED + "|91|false|Found",
                ENDED + "|91|true|Over",
                ENDED + "|3|true|Found",
                SUCCEEDED + "|91|false|Found",
                SUCCEEDED + "|3|true|Found",
                SUCCEEDED + "|91|true|Gone",
                SUCCEEDED + "|10080|true|Gone",
                SUCCEEDED + "|10081|true|Over"
            })
    void aPredictionIsToldUntilItMustBeOver(String said, int minutes, boolean reported, String expected) {
        LookedInto attempt = LookedInto.submitted().silentFor(Duration.ofMinutes(minutes));

        Finding finding = looked(reported ? attempt.reported() : attempt, answer(200, said));

        assertThat(finding.getClass().getSimpleName()).isEqualTo(expected);
        if (finding instanceof Finding.Over over) {
            assertThat(over.error())
                    .isEqualTo(JobError.of(
                            ErrorCode.TIMEOUT, "The prediction did not end in its time, by what Replicate says of it"));
            assertThat(over.mayRun()).isTrue();
        }
    }

    @Test
    void aModelsOwnDeadlineHolds() {
        LookedInto attempt =
                LookedInto.submitted().withDeadline(Duration.ofMinutes(5)).silentFor(Duration.ofMinutes(66));

        assertThat(looked(attempt, answer(200, RUNS))).isInstanceOf(Finding.Over.class);
        assertThat(looked(attempt.silentFor(Duration.ofMinutes(65)), answer(200, RUNS)))
                .isInstanceOf(Finding.Found.class);
    }

    @ParameterizedTest
    @CsvSource({"60, Nothing", "61, Gone", "3, Nothing", "10081, Over"})
    void aPredictionThatIsForgottenGivesNothingAfterAnHour(int minutes, String expected) {
        Finding finding = looked(LookedInto.submitted().silentFor(Duration.ofMinutes(minutes)), answer(404, ""));

        assertThat(finding.getClass().getSimpleName()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"3, false, Nothing", "90, false, Nothing", "91, false, Over", "90, true, Nothing", "91, true, Gone"})
    void anAnswerThatSaysNothingEndsTheJobInTime(int minutes, boolean reported, String expected) {
        LookedInto silent = LookedInto.submitted().silentFor(Duration.ofMinutes(minutes));
        LookedInto attempt = reported ? silent.reported() : silent;

        assertThat(looked(attempt, answer(500, "")).getClass().getSimpleName()).isEqualTo(expected);
        assertThat(looked(attempt, noAnswer()).getClass().getSimpleName()).isEqualTo(expected);
        assertThat(failed(attempt).getClass().getSimpleName()).isEqualTo(expected);
    }

    @Test
    void theFirstQuestionMayFailForAnOutageOfOurs() {
        LookedInto attempt =
                LookedInto.submitted().silentFor(Duration.ofDays(1)).forTheFirstTime();

        assertThat(looked(attempt, noAnswer())).isInstanceOf(Finding.Nothing.class);
        assertThat(failed(attempt)).isInstanceOf(Finding.Nothing.class);
        assertThat(failed(LookedInto.unknown().silentFor(Duration.ofDays(1)).forTheFirstTime()))
                .isInstanceOf(Finding.Nothing.class);
        assertThat(looked(attempt, answer(500, ""))).as("an answer is one").isInstanceOf(Finding.Over.class);
    }

    @Test
    void aPredictionThatIsTooLargeEndsItsJobAndIsCancelled() {
        Finding finding = looked(LookedInto.submitted(), new NoAnswer(TestReplicate.tooLarge()));

        assertThat(finding).isInstanceOfSatisfying(Finding.Over.class, over -> {
            assertThat(over.error().code()).isEqualTo(ErrorCode.OUTPUT_REJECTED);
            assertThat(over.error().message()).startsWith("The prediction itself is too large");
            assertThat(over.mayRun()).isTrue();
        });
        assertThat(examineAttempt.tooLargeToTell(LookedInto.submitted().attempt(), 7))
                .isInstanceOfSatisfying(
                        Finding.Over.class, over -> assertThat(over.error().message())
                                .isEqualTo("The prediction itself is too large to be kept: 7 bytes"));
    }

    @ParameterizedTest
    @CsvSource({"3, Nothing", "60, Nothing", "61, GivenUp"})
    void anAttemptOfWhichNothingCanBeFoundOutIsGivenUp(int minutes, String expected) throws IOException {
        LookedInto attempt = LookedInto.unknown().silentFor(Duration.ofMinutes(minutes));

        assertThat(failed(attempt).getClass().getSimpleName()).isEqualTo(expected);
        // A list without webhooks has one of the same input.
        Finding searched = searched(attempt, "{'id':'p9','input':{'prompt':'a fox','n':1.0}}", Set.of());
        assertThat(searched.getClass().getSimpleName()).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(
            value = AttemptState.class,
            names = {"CLAIMED", "ABANDONED", "REJECTED"})
    void whatFailsOfOthersIsFoundAgain(AttemptState state) {
        assertThat(failed(LookedInto.unknown().in(state).silentFor(Duration.ofDays(1))))
                .isInstanceOf(Finding.Nothing.class);
    }

    @ParameterizedTest
    @CsvSource({"119, Nothing", "120, Nothing", "121, Absent"})
    void anEmptyListIsProofAfterTwoMinutes(int seconds, String expected) throws IOException {
        Finding finding = searched(LookedInto.unknown().silentFor(Duration.ofSeconds(seconds)), "", Set.of());

        assertThat(finding.getClass().getSimpleName()).isEqualTo(expected);
        if (finding instanceof Finding.Absent absent) {
            assertThat(absent.evidence().listed()).isZero();
            assertThat(absent.evidence().from()).isEqualTo(LookedInto.SENT.minusSeconds(120));
            assertThat(absent.evidence().to()).isEqualTo(LookedInto.SENT.plusSeconds(120));
            assertThat(absent.evidence().checkedAt()).isEqualTo(LookedInto.SENT.plusSeconds(seconds));
        }
    }

    @Test
    void aPredictionWithOurContextIsTheAttempts() throws IOException {
        String url = new WebhookUrlOf(contexts).attempt(1);

        Finding finding = searched(
                LookedInto.unknown(), "{'id':'p9','status':'succeeded','webhook':'%s'}".formatted(url), Set.of());

        assertThat(finding).isInstanceOfSatisfying(Finding.Found.class, found -> assertThat(
                        found.prediction().id())
                .isEqualTo("p9"));
    }

    @Test
    void inAListWithoutWebhooksWhatIsKnownToBeOfOthersIsNot() throws IOException {
        String alike = "{'id':'p8','input':{'n':1,'prompt':'a fox'}},{'id':'p9','input':{'prompt':'another'}}";

        assertThat(searched(LookedInto.unknown(), alike, Set.of("p8"))).isInstanceOf(Finding.Absent.class);
        assertThat(searched(LookedInto.unknown(), alike, Set.of("p9"))).isInstanceOf(Finding.Nothing.class);
        assertThat(searched(LookedInto.unknown(), "{'id':'p9','input':{'prompt':'another'}}", Set.of()))
                .isInstanceOf(Finding.Absent.class);
    }

    /** A provider that lists nothing and can't be asked: what is unknown there stays so, and ends as ambiguous in time. */
    @ParameterizedTest
    @CsvSource({"3, Nothing", "60, Nothing", "61, GivenUp"})
    void whereThereIsNoListNothingIsEverProvenAbsent(int minutes, String expected) {
        OpenAttempt attempt = LookedInto.unknown()
                .at("push")
                .silentFor(Duration.ofMinutes(minutes))
                .attempt();

        assertThat(examineAttempt.begin(attempt).getClass().getSimpleName()).isEqualTo(expected);
        assertThat(examineAttempt.title(attempt)).isEqualTo("Push");
    }

    @ParameterizedTest
    @CsvSource({"3, Nothing", "90, Nothing", "91, Over"})
    void whereAPredictionCannotBeAskedForItsJobEndsInTime(int minutes, String expected) {
        OpenAttempt attempt = LookedInto.submitted()
                .at("push")
                .silentFor(Duration.ofMinutes(minutes))
                .attempt();

        assertThat(examineAttempt.begin(attempt).getClass().getSimpleName()).isEqualTo(expected);
    }

    @Test
    void aProviderThatNobodyKnowsIsNotAsked() {
        OpenAttempt attempt = LookedInto.unknown().at("another").attempt();

        assertThatThrownBy(() -> examineAttempt.begin(attempt)).hasMessageContaining("another");
    }

    /** The URL of our webhook for the job. */
    private record WebhookUrlOf(SignedContext contexts) {

        String attempt(int number) {
            OpenAttempt attempt = LookedInto.unknown().attempt();
            WebhookUrls urls = TestProviders.webhooks(contexts);
            return urls.of(new AttemptContext(attempt.accepted().job(), number, 0, null));
        }
    }

    private Finding looked(LookedInto attempt, Reply reply) {
        return examineAttempt.looked(new Answered<>(attempt.attempt(), reply));
    }

    private Finding failed(LookedInto attempt) {
        return examineAttempt.failed(attempt.attempt(), new IllegalStateException("PostgreSQL is away"));
    }

    private Finding searched(LookedInto attempt, String results, Set<String> known) throws IOException {
        Search search = (Search) examineAttempt.begin(attempt.attempt());
        while (search.isUnfinished()) {
            Call<Search> call = examineAttempt.page(search);
            assertThat(call.provider()).isEqualTo("replicate");
            search = examineAttempt.read(
                    new Answered<>(call.subject(), answer(200, "{'next':null,'results':[%s]}".formatted(results))));
        }
        return examineAttempt.searched(search, new Known(known));
    }

    private static Reply answer(int status, String body) {
        return new Answer(status, Map.of(), body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static Reply noAnswer() {
        return new NoAnswer(new IOException("away"));
    }
}

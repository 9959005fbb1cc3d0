package io.vsl.provider.replicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.job.ErrorCode;
import io.vsl.job.PredictionRequest;
import io.vsl.platform.json.JsonConfiguration;
import io.vsl.provider.Cancelling;
import io.vsl.provider.Creation;
import io.vsl.provider.Limits;
import io.vsl.provider.Listing;
import io.vsl.provider.Look;
import io.vsl.provider.Prediction;
import io.vsl.provider.Progress;
import io.vsl.provider.Provider;
import io.vsl.provider.Reading;
import io.vsl.provider.Reply;
import io.vsl.provider.Reply.Answer;
import io.vsl.provider.Reply.NoAnswer;
import io.vsl.provider.Request;
import io.vsl.provider.Submission;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How Replicate is asked, and what each of its answers means, or the lack of one. */
class ReplicateTest {

    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

    private final Provider replicate = TestReplicate.create();

    @Test
    void aPredictionIsAskedForWithOurWebhookAndToBeSentInTime() throws IOException {
        ObjectNode input = JsonConfiguration.json().createObjectNode().put("prompt", "a fox");

        Request request = replicate.create(new Submission(
                new PredictionRequest("/predictions", "v1", input, 1, Duration.ofSeconds(90)), "https://us/w", 42));

        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/predictions");
        assertThat(request.query()).isNull();
        assertThat(request.sendBefore()).isEqualTo(42);
        assertThat(request.headers())
                .containsOnly(
                        Map.entry("Authorization", "Bearer r8_test"),
                        Map.entry("Content-Type", "application/json"),
                        Map.entry("Cancel-After", "90s"));
        assertThat(new String(request.body(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"version\":\"v1\",\"input\":"
                                + "{\"prompt\":\"a fox\"},\"webhook\":\"https://us/w\",\"webhook_events_filter\":[\"completed\"]}");
    }

    @Test
    void whatItDoesNotHaveToSayIsLeftOut() throws IOException {
        Request request = replicate.create(new Submission(
                new PredictionRequest(
                        "/models/a/b/predictions",
                        null,
                        JsonConfiguration.json().createObjectNode(),
                        1,
                        null),
                "https://us/w",
                42));

        JsonNode body = JsonConfiguration.json().readTree(request.body());
        assertThat(body.has("version")).isFalse();
        assertThat(request.headers()).doesNotContainKey("Cancel-After");
    }

    @Test
    void theOtherRequestsAreThese() {
        Request cancel = replicate.cancel("p1").orElseThrow();
        assertThat(cancel.method() + " " + cancel.path()).isEqualTo("POST /predictions/p1/cancel");
        Request look = replicate.look("p1").orElseThrow();
        assertThat(look.method() + " " + look.path()).isEqualTo("GET /predictions/p1");
        Request list = listing().first(FROM, FROM.plusSeconds(60));
        assertThat(list.method() + " " + list.path()).isEqualTo("GET /predictions");
        assertThat(list.query())
                .isEqualTo("created_after=2026-01-01T00%3A00%3A00Z&created_before=2026-01-01T00%3A01%3A00Z");
        assertThat(List.of(cancel, look, list)).allSatisfy(request -> {
            assertThat(request.headers()).containsOnly(Map.entry("Authorization", "Bearer r8_test"));
            assertThat(request.body()).isNull();
            assertThat(request.sendBefore()).isNull();
        });
        assertThat(replicate.name()).isEqualTo("replicate");
        assertThat(replicate.title()).isEqualTo("Replicate");
        assertThat(replicate.limits()).isEqualTo(new Limits(600, 100));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202})
    void anIdIsAllThatIsNeededOfACreation(int status) {
        assertThat(replicate.created(answer(status, "{'id':'p1','created_at':'2026-01-01T00:00:00Z'}")))
                .isEqualTo(new Creation.Created("p1", FROM));
        assertThat(replicate.created(answer(status, "{'id':'p1','created_at':'odd','status':7}")))
                .isEqualTo(new Creation.Created("p1", null));
        for (String body : List.of("", "{}", "[]", "garbage", "{'id':7}", "{'id':'../x'}")) {
            assertThat(replicate.created(answer(status, body))).as(body).isInstanceOf(Creation.Unknown.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 402, 403})
    void whatIsTheAccountsHoldsThoseThatComeAfter(int status) {
        assertThat(replicate.created(answer(status, "")))
                .isEqualTo(new Creation.Held("Replicate answers " + status, Duration.ofSeconds(30), true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "|7|7",
                "{'retry_after':9}|7|7",
                "{'retry_after':9}||9",
                "{'retry_after':1.2}||2",
                "{}||1",
                "garbage||1",
                "||1",
                "|0|1",
                "|-3|1",
                "|soon|1",
                "|7200|3600",
                "|3600|3600",
                "| 5 |5"
            })
    void aRateThatIsUsedUpSaysUntilWhen(String body, String header, long seconds) {
        Reply reply = new Answer(
                429, header == null ? Map.of() : Map.of("retry-after", header), bytes(body == null ? "" : body));

        assertThat(replicate.created(reply))
                .isEqualTo(new Creation.Held("Replicate answers 429", Duration.ofSeconds(seconds), false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400|{'detail':'no such model'}|no such model",
                "422|{'title':'Invalid'}|Invalid",
                "404|{}|status 404",
                "499|garbage|status 499",
                "422|{'detail':' '}|status 422"
            })
    void whatIsRefusedWouldBeRefusedAgain(int status, String body, String said) {
        assertThat(replicate.created(answer(status, body)))
                .isEqualTo(new Creation.Refused(ErrorCode.PROVIDER_REJECTED, "Replicate refused the request: " + said));
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 204, 301, 399, 500, 502, 503, 504})
    void anyOtherAnswerDoesNotSayWhetherThereIsAPrediction(int status) {
        assertThat(replicate.created(answer(status, "{'id':'p1'}"))).isInstanceOf(Creation.Unknown.class);
    }

    static Stream<IOException> noConnection() {
        return Stream.of(
                new ConnectException("refused"),
                new ConnectTimeoutException("late"),
                new ConnectionRequestTimeoutException("none free"),
                new NoRouteToHostException("none"),
                new UnknownHostException("who"));
    }

    @ParameterizedTest
    @MethodSource("noConnection")
    void withoutAConnectionNothingWasSent(IOException failure) {
        assertThat(replicate.created(new NoAnswer(failure)))
                .isEqualTo(new Creation.Unreachable("Replicate can't be reached"));
    }

    @Test
    void whatWasHeldUpForTooLongWasNotSent() {
        assertThat(replicate.created(new NoAnswer(new TooLate()))).isInstanceOf(Creation.NotSent.class);
    }

    static Stream<IOException> lostAnswers() {
        return Stream.of(
                new SocketTimeoutException("late"),
                new EOFException("cut"),
                new AnswerTooLarge(5),
                new IOException("reset"));
    }

    @ParameterizedTest
    @MethodSource("lostAnswers")
    void aLostAnswerSaysNothing(IOException failure) {
        assertThat(replicate.created(new NoAnswer(failure))).isInstanceOf(Creation.Unknown.class);
    }

    @ParameterizedTest
    @CsvSource({"200, true", "404, true", "422, true", "499, true", "429, false", "500, false", "503, false"})
    void aCancellationIsDoneWhenItIsAnswered(int status, boolean done) {
        assertThat(replicate.cancelled(answer(status, "")) instanceof Cancelling.Done)
                .isEqualTo(done);
    }

    @Test
    void aCancellationWithoutAnAnswerIsTriedAgain() {
        assertThat(replicate.cancelled(new NoAnswer(new IOException("away")))).isEqualTo(new Cancelling.Again("away"));
        assertThat(replicate.cancelled(answer(503, ""))).isEqualTo(new Cancelling.Again("Replicate answers 503"));
    }

    @Test
    void aLookSaysHowItIs() {
        assertThat(replicate.looked("p1", answer(200, "{'id':'p1','status':'processing'}")))
                .isInstanceOfSatisfying(Look.Seen.class, seen -> {
                    assertThat(seen.prediction().id()).isEqualTo("p1");
                    assertThat(seen.prediction().progress()).isEqualTo(new Progress.Running());
                });
        assertThat(replicate.looked("p1", answer(200, "{'status':'failed','id':7}")))
                .isInstanceOfSatisfying(Look.Seen.class, seen -> assertThat(
                                new String(seen.prediction().report().bytes(), StandardCharsets.UTF_8))
                        .contains("\"id\":\"p1\""));
        assertThat(replicate.looked("p1", answer(404, "")))
                .isEqualTo(new Look.Forgotten("Replicate answers 404 for prediction p1"));
        assertThat(replicate.looked("p1", answer(500, "")))
                .isEqualTo(new Look.Unclear("Replicate answers 500 for prediction p1"));
        assertThat(replicate.looked("p1", new NoAnswer(new IOException("away"))))
                .isEqualTo(new Look.Unheard("away"));
        assertThat(replicate.looked("p1", new NoAnswer(new AnswerTooLarge(5)))).isInstanceOf(Look.TooLarge.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "garbage", "{'id':'p1'}", "{'id':'p2','status':'failed'}"})
    void anAnswerThatIsNotThePredictionIsUnclear(String body) {
        assertThat(replicate.looked("p1", answer(200, body)))
                .isEqualTo(new Look.Unclear("Replicate answers with what is not the prediction p1"));
    }

    @ParameterizedTest
    @CsvSource({
        "succeeded, Succeeded",
        "failed, Failed",
        "canceled, Cancelled",
        "cancelled, Cancelled",
        "aborted, TimedOut",
        "starting, Running",
        "processing, Running",
        "queued, Running"
    })
    void aPredictionSaysHowFarItIs(String status, String progress) {
        Prediction prediction = (Prediction) replicate.read(
                bytes("{'id':'p1','status':'%s','completed_at':'2026-01-01T00:00:00Z'}".formatted(status)));

        assertThat(prediction.progress().getClass().getSimpleName()).isEqualTo(progress);
        if (prediction.progress() instanceof Progress.Ended ended) {
            assertThat(ended.at()).isEqualTo(FROM);
        }
    }

    @Test
    void whatItGaveIsRead() {
        Prediction prediction = (Prediction)
                replicate.read(
                        bytes(
                                "{'id':'p1','status':'succeeded','output':'https://a/b.png','data_removed':true,'created_at':'2026-01-01'}"));
        assertThat(prediction.createdAt()).isEqualTo(FROM);
        Progress.Succeeded succeeded = (Progress.Succeeded) prediction.progress();
        assertThat(succeeded.output().textValue()).isEqualTo("https://a/b.png");
        assertThat(succeeded.removed()).isTrue();
        assertThat(succeeded.tooLarge()).isZero();

        Prediction failed = (Prediction) replicate.read(bytes("{'id':'p1','status':'failed','error':'odd (E1001)'}"));
        assertThat(((Progress.Failed) failed.progress()).error().code()).isEqualTo(ErrorCode.OUT_OF_MEMORY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "garbage|no JSON object",
                "[]|no JSON object",
                "{}|id and status",
                "{'id':'p1'}|id and status",
                "{'status':'failed'}|id and status"
            })
    void whatIsNoPredictionSaysWhy(String said, String reason) {
        assertThat(replicate.read(bytes(said))).isInstanceOfSatisfying(Reading.Unreadable.class, unreadable -> {
            assertThat(unreadable.reason()).contains(reason);
            assertThat(unreadable.report().bytes()).isEqualTo(bytes(said));
            assertThat(unreadable.report().withoutOutput()).isNotNull();
        });
    }

    @Test
    void whatIsNeededTravelsAsItCameAndInShortWithoutItsOutput() {
        byte[] said = bytes("{ 'id':'p1',  'status':'succeeded','output':'https://a/b.png'}");
        Reading whole = replicate.read(said);
        assertThat(whole.report().bytes()).isEqualTo(said);
        assertThat(new String(whole.report().withoutOutput(), StandardCharsets.UTF_8))
                .isEqualTo("{\"id\":\"p1\",\"status\":\"succeeded\",\"output\":null,\"output_too_large\":17}");

        Reading part = replicate.read(bytes("{'id':'p1','status':'failed','logs':'x'}"));
        assertThat(new String(part.report().bytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"id\":\"p1\",\"status\":\"failed\"}");
    }

    @Test
    void aPageOfTheListIsRead() throws IOException {
        Listing.Page page = listing()
                .read(answer(
                        200,
                        "{'next':'https://api/v1/predictions?cursor=a%2Fb','results':["
                                + "{'id':'p1','status':'starting','webhook':'https://us','input':{'a':1}},"
                                + "{'id':'p2','input':{'a':1},'data_removed':true},{'id':7},null]}"));

        assertThat(page.next().query()).isEqualTo("cursor=a%2Fb");
        assertThat(page.next().path()).isEqualTo("/predictions");
        assertThat(page.results()).hasSize(4);
        assertThat(page.results().get(0).prediction().id()).isEqualTo("p1");
        assertThat(page.results().get(0).webhook()).isEqualTo("https://us");
        assertThat(page.results().get(0).input().toString()).isEqualTo("{\"a\":1}");
        assertThat(page.results().get(1).input()).isNull();
        assertThat(page.results().get(1).prediction().progress()).isEqualTo(new Progress.Running());
        assertThat(page.results().get(2).prediction()).isNull();
        assertThat(page.results().get(3).prediction()).isNull();
        assertThat(listing().read(answer(200, "{'results':[],'next':null}")).next())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500|{'results':[],'next':null}",
                "200|garbage",
                "200|{'results':[]}",
                "200|{'results':[],'next':'%'}",
                "200|{'results':[],'next':'https://api/v1'}",
                "404|{'results':[],'next':null}"
            })
    void aPageThatIsNoneProvesNothing(int status, String body) {
        assertThatThrownBy(() -> listing().read(answer(status, body))).isInstanceOf(IOException.class);
    }

    @Test
    void aPageThatDoesNotComeProvesNothing() {
        IOException failure = new IOException("away");

        assertThatThrownBy(() -> listing().read(new NoAnswer(failure))).isSameAs(failure);
    }

    private Listing listing() {
        return replicate.listing().orElseThrow();
    }

    private static Reply answer(int status, String body) {
        return new Answer(status, Map.of(), bytes(body));
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}

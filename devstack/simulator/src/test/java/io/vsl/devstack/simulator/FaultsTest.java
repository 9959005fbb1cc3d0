package io.vsl.devstack.simulator;

import static io.vsl.devstack.simulator.RunningSimulator.FLUX;
import static io.vsl.devstack.simulator.RunningSimulator.SECRET;
import static io.vsl.devstack.simulator.RunningSimulator.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vsl.devstack.simulator.WebhookReceiver.Call;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {

    @TempDir
    private Path dir;

    private RunningSimulator replicate;

    @BeforeEach
    void start() {
        replicate = new RunningSimulator(dir);
    }

    @AfterEach
    void stop() {
        replicate.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop-answer", "cut-answer"})
    void aCreationWhoseAnswerIsLostHasHappened(String kind) throws Exception {
        replicate.fault("on", "create", "kind", kind, "times", 1);

        assertThatIOException().isThrownBy(() -> replicate.post(FLUX, input("prompt", "x")));

        assertThat(created()).isEqualTo(1);
    }

    @Test
    void aCreationThatIsRefusedHasNotHappened() throws Exception {
        replicate.fault("on", "create", "kind", "refuse");

        assertThatIOException().isThrownBy(() -> replicate.post(FLUX, input("prompt", "x")));

        assertThat(created()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "401, Unauthenticated",
        "402, Insufficient credit",
        "429, Too many requests",
        "500, Server error",
        "503, Server error"
    })
    void aCreationIsAnsweredWithAnyErrorAndHasNotHappened(int status, String title) throws Exception {
        replicate.fault("on", "create", "kind", "status", "status", status);

        HttpResponse<String> answer = replicate.post(FLUX, input("prompt", "x"));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(new JsonObject(answer.body()).getString("title")).isEqualTo(title);
        assertThat(created()).isZero();
    }

    @Test
    void anErrorCanComeAlthoughThePredictionWasMade() throws Exception {
        replicate.fault("on", "create", "kind", "status", "status", 502, "accepted", true);

        assertThat(replicate.post(FLUX, input("prompt", "x")).statusCode()).isEqualTo(502);

        assertThat(created()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"body, true, false", "header, false, true", "both, true, true"})
    void whenToComeBackIsInTheBodyOrInAHeaderOrInBoth(String where, boolean inBody, boolean inHeader) throws Exception {
        replicate.fault("on", "create", "kind", "status", "status", 429, "retry_after", 7, "retry_after_in", where);

        HttpResponse<String> answer = replicate.post(FLUX, input("prompt", "x"));

        assertThat(new JsonObject(answer.body()).getInteger("retry_after")).isEqualTo(inBody ? 7 : null);
        assertThat(answer.headers().firstValue("retry-after").isPresent()).isEqualTo(inHeader);
        assertThat(answer.body()).contains("resets in ~7s");
    }

    @Test
    void anAnswerIsDelayed() throws Exception {
        replicate.fault("on", "create", "kind", "delay", "delay_ms", 300);
        long before = System.nanoTime();

        replicate.createFlux();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(290));
    }

    @Test
    void readingListingAndCancelingGoWrongToo() throws Exception {
        String path = "/v1/predictions/" + replicate.createFlux().getString("id");
        for (String on : List.of("get", "list", "cancel")) {
            replicate.fault("on", on, "kind", "status", "status", 503, "times", 1);
        }

        assertThat(replicate.get(path).statusCode()).isEqualTo(503);
        assertThat(replicate.get("/v1/predictions").statusCode()).isEqualTo(503);
        assertThat(replicate.post(path + "/cancel", new JsonObject()).statusCode())
                .isEqualTo(503);
        assertThat(replicate.get(path).statusCode()).isEqualTo(200);
    }

    @Test
    void aRuleStrikesAsManyTimesAsItSaysWhereItMatchesAndCounts() throws Exception {
        replicate.fault(
                "on",
                "create",
                "kind",
                "status",
                "times",
                2,
                "match",
                new JsonObject().put("prompt", "dog").put("model", "flux"));
        replicate.fault("on", "create", "kind", "status", "probability", 0);

        assertThat(status("a dog")).isEqualTo(500);
        assertThat(status("a cat")).isEqualTo(201);
        assertThat(status("two dogs")).isEqualTo(500);
        assertThat(status("a dog")).isEqualTo(201);

        JsonArray faults = replicate.json("/_sim/faults").getJsonArray("faults");
        assertThat(faults.getJsonObject(0).getInteger("fired")).isEqualTo(2);
        assertThat(faults.getJsonObject(1).getInteger("fired")).isZero();
        replicate.send(replicate.request("/_sim/faults").DELETE());
        assertThat(replicate.json("/_sim/faults").getJsonArray("faults")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'on':'create','kind':'lose'}",
                "{'on':'create','kind':'delay','delay':1}",
                "{'on':'create','kind':'delay','times':'1'}",
                "{'on':'create','kind':'delay','match':{'colour':'red'}}"
            })
    void aRuleThatMakesNoSenseIsRefused(String rule) throws Exception {
        assertThat(replicate
                        .post("/_sim/faults", new JsonObject(rule.replace('\'', '"')))
                        .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "E005, flagged as sensitive",
        "PA, interrupted; please retry (code: PA)",
        "E9828, Director",
        "E1001, E1001",
        "E6716, E6716",
        "NSFW, All generated images contained NSFW content"
    })
    void aPredictionFailsWithReplicatesWords(String code, String words) throws Exception {
        replicate.fault("on", "prediction", "kind", "fail", "code", code);

        JsonObject failed = replicate.reach(replicate.createFlux(), "failed");

        assertThat(failed.getString("error")).contains(words);
        assertThat(failed.getValue("output")).isNull();
    }

    @Test
    void flaggedImagesAreMissingFromTheOutput() throws Exception {
        replicate.fault("on", "prediction", "kind", "partial", "missing", 2);

        JsonObject partial =
                replicate.reach(replicate.create(FLUX, input("prompt", "x", "num_outputs", 3)), "succeeded");
        JsonObject empty = replicate.reach(replicate.createFlux(), "failed");

        assertThat(partial.getJsonArray("output")).hasSize(1);
        assertThat(empty.getString("error")).contains("NSFW");
    }

    @Test
    void aPredictionIsSlow() throws Exception {
        replicate.settings("predictSeconds", 1);
        replicate.fault("on", "prediction", "kind", "slow", "factor", 500);

        JsonObject slow = replicate.reach(replicate.createFlux(), "succeeded");

        assertThat(slow.getJsonObject("metrics").getDouble("predict_time")).isGreaterThan(0.4);
    }

    @Test
    void aWebhookIsLostForGood() throws Exception {
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            replicate.fault("on", "webhook", "kind", "lose", "times", 1);
            replicate.reach(create(receiver), "succeeded");
            JsonObject second = create(receiver);

            assertThat(receiver.first(1))
                    .extracting(Call::prediction)
                    .extracting(sent -> sent.getString("id"))
                    .containsExactly(second.getString("id"));
        }
    }

    @Test
    void aWebhookComesSeveralTimesUnderOneId() throws Exception {
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            replicate.fault("on", "webhook", "kind", "duplicate", "copies", 3);
            create(receiver);

            assertThat(receiver.first(3))
                    .extracting(Call::id)
                    .containsOnly(receiver.calls().get(0).id());
        }
    }

    @Test
    void aWebhookComesLate() throws Exception {
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            replicate.fault("on", "webhook", "kind", "delay", "delay_ms", 400);
            create(receiver);

            Instant completed =
                    Instant.parse(receiver.first(1).get(0).prediction().getString("completed_at"));

            assertThat(Duration.between(completed, Instant.now())).isGreaterThan(Duration.ofMillis(390));
        }
    }

    @Test
    void aWebhookIsOvertakenByTheNext() throws Exception {
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            replicate.fault("on", "webhook", "kind", "reorder", "match", new JsonObject().put("event", "start"));
            create(receiver, "start", "completed");

            assertThat(receiver.first(2)).extracting(Call::status).containsExactly("succeeded", "processing");
        }
    }

    @Test
    void aWebhookIsBadlySigned() throws Exception {
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            replicate.fault("on", "webhook", "kind", "bad-signature", "times", 1);
            create(receiver);
            assertThat(receiver.first(1).get(0).signedWith(SECRET)).isFalse();

            create(receiver);

            assertThat(receiver.first(2).get(1).signedWith(SECRET)).isTrue();
        }
    }

    @Test
    void aWebhookComesBeforeTheCreationIsAnswered() throws Exception {
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            replicate.settings("speed", 1);
            replicate.fault("on", "webhook", "kind", "before-answer");

            JsonObject created = create(receiver);

            assertThat(created.getString("status")).isEqualTo("starting");
            assertThat(receiver.calls()).extracting(Call::status).containsExactly("succeeded");
        }
    }

    @ParameterizedTest
    @CsvSource({"expired, 404", "status, 500", "redirect, 302"})
    void anOutputIsNotThere(String kind, int status) throws Exception {
        String url = outputWith("kind", kind);

        assertThat(replicate.download(url).statusCode()).isEqualTo(status);
    }

    @Test
    void anOutputEndsBeforeItsLength() throws Exception {
        String url = outputWith("kind", "truncated");

        assertThatIOException().isThrownBy(() -> replicate.download(url));
    }

    @Test
    void anOutputIsShortAndItsLengthSaysSo() throws Exception {
        String url = outputWith("kind", "wrong-length", "times", 1);
        byte[] half = replicate.download(url).body();

        assertThat(half).hasSize(replicate.download(url).body().length / 2);
    }

    @Test
    void anOutputIsOfAnotherType() throws Exception {
        HttpResponse<byte[]> answer = replicate.download(outputWith("kind", "wrong-type"));

        assertThat(answer.headers().firstValue("content-type")).contains("text/html");
    }

    @Test
    void anOutputComesSlowlyButWhole() throws Exception {
        String url = outputWith("kind", "slow", "times", 1, "bytes_per_second", 10_000);
        long before = System.nanoTime();

        byte[] slow = replicate.download(url).body();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(200));
        assertThat(slow).isEqualTo(replicate.download(url).body());
    }

    @Test
    void anOutputNeverEnds() throws Exception {
        String url = outputWith("kind", "endless");
        HttpResponse<InputStream> answer = replicate.open(url);

        assertThat(answer.headers().firstValue("content-length")).isEmpty();
        try (InputStream stream = answer.body()) {
            assertThat(stream.readNBytes(1 << 20)).hasSize(1 << 20);
        }
    }

    /** The URL of an output, and a fault on its delivery. */
    private String outputWith(Object... fault) throws Exception {
        JsonObject finished = replicate.reach(replicate.createFlux(), "succeeded");
        replicate.settings("speed", 1);
        replicate.fault(
                Stream.concat(Stream.of("on", "delivery"), Arrays.stream(fault)).toArray());
        return finished.getJsonArray("output").getString(0);
    }

    private JsonObject create(WebhookReceiver receiver, String... events) throws Exception {
        return replicate.create(
                FLUX,
                input("prompt", "x")
                        .put("webhook", receiver.url())
                        .put(
                                "webhook_events_filter",
                                new JsonArray(events.length == 0 ? List.of("completed") : List.of(events))));
    }

    private int status(String prompt) throws Exception {
        return replicate.post(FLUX, input("prompt", prompt)).statusCode();
    }

    private int created() throws Exception {
        return replicate.json("/_sim/predictions").getInteger("total");
    }
}

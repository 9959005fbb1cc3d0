package io.vsl.provider.replicate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.job.PredictionRequest;
import io.vsl.provider.Cancelling;
import io.vsl.provider.Creation;
import io.vsl.provider.Limits;
import io.vsl.provider.Listing;
import io.vsl.provider.Look;
import io.vsl.provider.Provider;
import io.vsl.provider.Reading;
import io.vsl.provider.Reading.Unreadable;
import io.vsl.provider.Reply;
import io.vsl.provider.Report;
import io.vsl.provider.Request;
import io.vsl.provider.Submission;
import io.vsl.provider.Verdict;
import io.vsl.provider.Webhook;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Replicate, by its HTTP API. Source: its OpenAPI description and its docs on webhooks and rate limits. */
@Component
final class Replicate implements Provider {

    private static final String PREDICTIONS = "/predictions";

    private final ReplicateProperties properties;
    private final Limits limits;
    private final ObjectMapper json;
    private final ReadPrediction predictions = new ReadPrediction();
    private final ReadCreation creations;
    private final ReadLook looks;
    private final Listing listing;
    private final VerifySignature signatures;

    Replicate(ReplicateProperties properties, ObjectMapper json, Clock clock) {
        this.properties = properties;
        this.limits = new Limits(properties.creationsPerMinute(), properties.burst());
        this.json = json;
        this.creations = new ReadCreation(predictions, json);
        this.looks = new ReadLook(predictions);
        this.listing = new ReplicateListing(predictions, query -> request("GET", PREDICTIONS, query));
        this.signatures = new VerifySignature(properties, clock);
    }

    @Override
    public String name() {
        return PredictionRequest.DEFAULT_PROVIDER;
    }

    @Override
    public String title() {
        return "Replicate";
    }

    @Override
    public Request create(Submission submission) {
        PredictionRequest prediction = submission.prediction();
        ObjectNode body = json.createObjectNode();
        if (prediction.version() != null) {
            body.put("version", prediction.version());
        }
        body.set("input", prediction.input());
        body.put("webhook", submission.webhook());
        body.putArray("webhook_events_filter").add("completed");
        Map<String, String> headers = new HashMap<>(authorized());
        headers.put("Content-Type", "application/json");
        if (prediction.deadline() != null) {
            headers.put("Cancel-After", prediction.deadline().toSeconds() + "s");
        }
        return new Request("POST", prediction.path(), null, headers, bytes(body), submission.sendBefore());
    }

    private byte[] bytes(ObjectNode body) {
        try {
            return json.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The input can't be written as JSON", e);
        }
    }

    @Override
    public Creation created(Reply reply) {
        return creations.read(reply);
    }

    @Override
    public Optional<Request> cancel(String predictionId) {
        return Optional.of(request("POST", PREDICTIONS + "/" + predictionId + "/cancel", null));
    }

    /** A 4xx is an answer too: the prediction is over, or forgotten. */
    @Override
    public Cancelling cancelled(Reply reply) {
        return switch (reply) {
            case Reply.NoAnswer none ->
                new Cancelling.Again(String.valueOf(none.cause().getMessage()));
            case Reply.Answer answer ->
                answer.status() >= 500 || answer.status() == 429
                        ? new Cancelling.Again("Replicate answers " + answer.status())
                        : new Cancelling.Done();
        };
    }

    @Override
    public Optional<Request> look(String predictionId) {
        return Optional.of(request("GET", PREDICTIONS + "/" + predictionId, null));
    }

    @Override
    public Look looked(String predictionId, Reply reply) {
        return looks.read(predictionId, reply);
    }

    @Override
    public Optional<Listing> listing() {
        return Optional.of(listing);
    }

    @Override
    public Verdict verify(Webhook webhook) {
        return signatures.verify(webhook);
    }

    @Override
    public Reading read(byte[] said) {
        SaidPrediction prediction = predictions.read(said).orElse(null);
        if (prediction == null) {
            return new Unreadable("not a prediction: no JSON object", new WholeReport(said, () -> said));
        }
        Report needed = new SaidReport(prediction, predictions);
        Report report = prediction.isWhole() ? new WholeReport(said, needed::withoutOutput) : needed;
        String id = prediction.id();
        return id == null || prediction.status() == null
                ? new Unreadable("A prediction must have id and status", report)
                : prediction.prediction(id, report);
    }

    @Override
    public Limits limits() {
        return limits;
    }

    private Request request(String method, String path, @Nullable String query) {
        return new Request(method, path, query, authorized(), null, null);
    }

    private Map<String, String> authorized() {
        return Map.of("Authorization", "Bearer " + properties.apiToken());
    }
}

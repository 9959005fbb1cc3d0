package io.vsl.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.job.ErrorCode;
import io.vsl.job.JobError;
import io.vsl.platform.json.JsonConfiguration;
import io.vsl.platform.security.Sha256;
import io.vsl.provider.Progress.Failed;
import io.vsl.provider.Progress.Running;
import io.vsl.provider.Progress.Succeeded;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * A second provider, to show that the seam holds one that is quite unlike the first: it calls back and can't be asked, it
 * lists nothing and cancels nothing, its words are others, and it signs otherwise.
 */
public final class PushProvider implements Provider {

    private static final ObjectMapper JSON = JsonConfiguration.json();
    private static final byte[] SECRET = "push".getBytes(StandardCharsets.UTF_8);

    private final String name;

    public PushProvider() {
        this("push");
    }

    /** Another account of it, with limits of its own. */
    public PushProvider(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String title() {
        return "Push";
    }

    @Override
    public Request create(Submission submission) {
        ObjectNode order = JSON.createObjectNode().put("call", submission.webhook());
        order.set("order", submission.prediction().input());
        byte[] body = order.toString().getBytes(StandardCharsets.UTF_8);
        return new Request("PUT", "/orders", null, Map.of("X-Token", "t"), body, submission.sendBefore());
    }

    @Override
    public Creation created(Reply reply) {
        return switch (reply) {
            case Reply.NoAnswer none -> new Creation.Unknown("no answer");
            case Reply.Answer answer ->
                switch (answer.status()) {
                    case 200 ->
                        new Creation.Created(tree(answer.body()).path("ticket").asText(), null);
                    case 400 ->
                        new Creation.Refused(
                                ErrorCode.PROVIDER_REJECTED,
                                tree(answer.body()).path("why").asText());
                    case 418 -> throw new IllegalStateException("Nobody thought of that");
                    case 503 -> new Creation.Held("closed", Duration.ofSeconds(1), false);
                    default -> new Creation.Unknown("status " + answer.status());
                };
        };
    }

    @Override
    public Optional<Request> cancel(String predictionId) {
        return Optional.empty();
    }

    @Override
    public Cancelling cancelled(Reply reply) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Request> look(String predictionId) {
        return Optional.empty();
    }

    @Override
    public Look looked(String predictionId, Reply reply) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Listing> listing() {
        return Optional.empty();
    }

    /** What it signs a body with. */
    public static String signature(byte[] body) {
        return HexFormat.of().formatHex(Sha256.hmac(SECRET, body));
    }

    @Override
    public Verdict verify(Webhook webhook) {
        return webhook.header("webhook-signature")
                        .filter(signature(webhook.body())::equals)
                        .isPresent()
                ? new Verdict.Genuine(
                        "push-" + tree(webhook.body()).path("ticket").asText())
                : new Verdict.Refused("signature", "somebody else calls");
    }

    @Override
    public Reading read(byte[] said) {
        JsonNode tree = tree(said);
        Report report = new Said(said);
        if (!tree.has("ticket")) {
            return new Reading.Unreadable("no ticket", report);
        }
        Progress progress =
                switch (tree.path("state").asText()) {
                    case "done" -> new Succeeded(tree.path("files"), 0, 0, false, null);
                    case "broken" ->
                        new Failed(
                                JobError.of(
                                        ErrorCode.MODEL_ERROR, tree.path("why").asText()),
                                null);
                    default -> new Running();
                };
        return new Prediction(tree.path("ticket").asText(), null, progress, Ran.UNKNOWN, report);
    }

    private record Said(byte[] bytes) implements Report {

        @Override
        public byte[] withoutOutput() {
            return bytes;
        }
    }

    @Override
    public Limits limits() {
        return new Limits(60_000, 2);
    }

    private static JsonNode tree(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

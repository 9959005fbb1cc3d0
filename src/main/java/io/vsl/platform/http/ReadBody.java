package io.vsl.platform.http;

import io.vsl.platform.loop.Failures;
import io.vsl.platform.metrics.Refusals;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Body;
import org.springframework.stereotype.Component;

/** Reads the body of a request; what goes before is decided without it. */
@Component("readBody")
class ReadBody {

    private static final int TOO_LARGE = 413;

    /** In bytes. */
    private static final int BATCH = 8 << 20;

    private final int most;
    private final int mostOfBatch;
    private final int mostOfWebhook;

    private final Refusals refusals;

    ReadBody(HttpProperties properties, HeldBytes held, Refusals refusals) {
        this.refusals = refusals;
        this.most = Math.toIntExact(properties.maxBody().toBytes());
        // One that is larger than all that may be held would be told to come again, for ever.
        this.mostOfBatch = Math.min(BATCH, held.all());
        this.mostOfWebhook = (int) Math.min(properties.maxWebhookBody().toBytes(), held.all());
    }

    /**
     * The body of what follows.
     *
     * @return fails with a Problem 400, 408, 413, 415 or 503
     */
    public CompletionStage<byte[]> read(@Body RequestBody body) {
        return body.read(most);
    }

    /** The same, with the bound of batches. */
    public CompletionStage<byte[]> batch(@Body RequestBody body) {
        return body.read(mostOfBatch);
    }

    /** The same, with the bound of webhooks. */
    public CompletionStage<byte[]> webhook(@Body RequestBody body) {
        return body.read(mostOfWebhook).whenComplete((bytes, failure) -> {
            if (failure != null && Failures.of(failure) instanceof Problem problem && problem.status() == TOO_LARGE) {
                tooLarge();
            }
        });
    }

    private void tooLarge() {
        refusals.count(
                "webhook",
                "too-large",
                "a prediction is larger than vsl.http.max-webhook-body, or than vsl.http.max-held");
    }
}

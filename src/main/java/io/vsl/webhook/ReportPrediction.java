package io.vsl.webhook;

import io.vsl.job.AttemptContext;
import io.vsl.platform.http.Problem;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.replicate.Prediction;
import io.vsl.platform.replicate.ReadPrediction;
import io.vsl.platform.replicate.SignedContext;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Of what Replicate says that which is needed, with our context from the URL beside it. */
@Component("reportPrediction")
class ReportPrediction {

    private final SignedContext contexts;
    private final ReadPrediction predictions;
    private final EventRecords records;
    private final Clock clock;

    ReportPrediction(SignedContext contexts, ReadPrediction predictions, EventRecords records, Clock clock) {
        this.contexts = contexts;
        this.predictions = predictions;
        this.records = records;
        this.clock = clock;
    }

    public List<Outgoing> report(@Body byte[] said, @Header(SignedContext.PARAMETER) @Nullable String token,
            @Header("webhook-id") String webhookId) {
        Outgoing report = write(said, token, webhookId, prediction ->
                prediction.isWhole() ? said : predictions.write(prediction));
        return report.fits() ? List.of(report) : withoutOutput(said, token, webhookId);
    }

    /** The same, small enough for any topic: it says how large the output is, which ends the job. */
    public List<Outgoing> withoutOutput(@ExchangeProperty("prediction") byte[] said,
            @Header(SignedContext.PARAMETER) @Nullable String token, @Header("webhook-id") String webhookId) {
        return List.of(write(said, token, webhookId, prediction -> predictions.write(prediction.withoutOutput())));
    }

    /** What is no prediction travels as it came, for settle to set it aside; the poller finds out how things stand. */
    private Outgoing write(byte[] said, @Nullable String token, String webhookId, Function<Prediction, byte[]> form) {
        contexts.look(token == null ? "" : token);
        AttemptContext context = contexts.verify(token == null ? "" : token)
                .orElseThrow(() -> Problem.of(400, "INVALID_CONTEXT",
                        "The query parameter context must be the one that we gave to Replicate"));
        return records.report(context.job().jobId(), webhookId, clock.instant(),
                predictions.read(said).map(form).orElse(said), context.traceparent(),
                Map.of(SignedContext.PARAMETER, token));
    }
}

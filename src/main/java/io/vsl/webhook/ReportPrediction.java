package io.vsl.webhook;

import io.vsl.job.AttemptContext;
import io.vsl.platform.http.Problem;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.provider.Prediction;
import io.vsl.provider.Progress;
import io.vsl.provider.Provider;
import io.vsl.provider.Providers;
import io.vsl.provider.Reading;
import io.vsl.provider.SignedContext;
import io.vsl.provider.Webhook;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Of what a provider says that which is needed, with our context from the URL beside it. */
@Component("reportPrediction")
class ReportPrediction {

    private final Providers providers;
    private final SignedContext contexts;
    private final EventRecords records;
    private final Clock clock;

    ReportPrediction(Providers providers, SignedContext contexts, EventRecords records, Clock clock) {
        this.providers = providers;
        this.contexts = contexts;
        this.records = records;
        this.clock = clock;
    }

    /** What is no prediction travels too, for settle to set it aside; the poller finds out how things stand. */
    public Received report(VerifiedWebhook verified) {
        Webhook webhook = verified.webhook();
        Provider provider = providers.of(webhook.provider());
        String token = Objects.requireNonNullElse(webhook.context(), "");
        contexts.look(token);
        AttemptContext context = contexts.verify(token)
                .filter(it -> webhook.provider().equals(it.providerName()))
                .orElseThrow(() -> Problem.of(
                        400,
                        "INVALID_CONTEXT",
                        "The query parameter context must be the one that we gave to " + provider.title()));
        Reading reading = provider.read(webhook.body());
        Instant at = clock.instant();
        Outgoing report = record(context, verified, at, reading.report().bytes());
        Supplier<Outgoing> inShort =
                () -> record(context, verified, at, reading.report().withoutOutput());
        return new Received(
                report.fits() ? report : inShort.get(),
                inShort,
                reading instanceof Prediction prediction && prediction.progress() instanceof Progress.Ended ended
                        ? ended.at()
                        : null);
    }

    private Outgoing record(AttemptContext context, VerifiedWebhook verified, Instant at, byte[] said) {
        return records.report(
                context.job().jobId(),
                verified.messageId(),
                at,
                said,
                context.traceparent(),
                Map.of(
                        SignedContext.PARAMETER,
                        Objects.requireNonNull(verified.webhook().context())));
    }

    public List<Outgoing> records(Received received) {
        return List.of(received.report());
    }

    /** Where the topic does not take the report: it says how large the output is, which ends the job. */
    public Received shortened(Received received) {
        return new Received(received.inShort().get(), received.inShort(), received.endedAt());
    }
}

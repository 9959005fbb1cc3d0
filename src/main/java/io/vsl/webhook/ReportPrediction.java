package io.vsl.webhook;

import io.vsl.job.AttemptContext;
import io.vsl.platform.http.Problem;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.replicate.SignedContext;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What Replicate says, as it says it, with our context from the URL beside it. */
@Component("reportPrediction")
class ReportPrediction {

    private final SignedContext contexts;
    private final EventRecords records;
    private final Clock clock;

    ReportPrediction(SignedContext contexts, EventRecords records, Clock clock) {
        this.contexts = contexts;
        this.records = records;
        this.clock = clock;
    }

    public List<Outgoing> report(@Body byte[] prediction, @Header(SignedContext.PARAMETER) @Nullable String token,
            @Header("webhook-id") String webhookId) {
        AttemptContext context = contexts.verify(token == null ? "" : token)
                .orElseThrow(() -> Problem.of(400, "INVALID_CONTEXT",
                        "The query parameter context must be the one that we gave to Replicate"));
        return List.of(records.report(context.job().jobId(), webhookId, clock.instant(), prediction,
                context.traceparent(), Map.of(SignedContext.PARAMETER, token)));
    }
}

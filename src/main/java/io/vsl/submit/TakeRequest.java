package io.vsl.submit;

import io.vsl.job.Job;
import io.vsl.models.CheckCompilation;
import io.vsl.models.CheckRequest;
import io.vsl.models.CheckedRequest;
import io.vsl.platform.fence.Fence;
import io.vsl.platform.http.Problem;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.security.Caller;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Checks a request of {@code POST /generate-media} or {@code /compilations}, gives the job its id and makes the record for Kafka. */
@Component("takeRequest")
class TakeRequest {

    private final CheckRequest checkRequest;
    private final CheckCompilation checkCompilation;
    private final Fence fence;
    private final EventRecords records;
    private final IdentifyJob identifyJob;
    private final MeasureBacklog backlog;
    private final Clock clock;

    TakeRequest(
            CheckRequest checkRequest,
            CheckCompilation checkCompilation,
            Fence fence,
            IdentifyJob identifyJob,
            MeasureBacklog backlog,
            EventRecords records,
            Clock clock) {
        this.checkRequest = checkRequest;
        this.checkCompilation = checkCompilation;
        this.fence = fence;
        this.identifyJob = identifyJob;
        this.backlog = backlog;
        this.records = records;
        this.clock = clock;
    }

    /**
     * The job, and its record.
     *
     * @return fails with a Problem 422 when its key was another request's
     * @throws Problem 400 with every fault, 403 when it is another user's
     */
    public CompletionStage<TakenRequest> take(
            @Body byte[] body,
            @ExchangeProperty("caller") Caller caller,
            @Header("Idempotency-Key") @Nullable Object idempotencyKey,
            @Header("Prefer") @Nullable Object prefer,
            @Header("traceparent") @Nullable String traceparent) {
        return take(checkRequest.check(body, userId(caller)), caller, idempotencyKey, prefer, traceparent);
    }

    /** The same, of the body of {@code POST /compilations}. */
    public CompletionStage<TakenRequest> compilation(
            @Body byte[] body,
            @ExchangeProperty("caller") Caller caller,
            @Header("Idempotency-Key") @Nullable Object idempotencyKey,
            @Header("Prefer") @Nullable Object prefer,
            @Header("traceparent") @Nullable String traceparent) {
        return take(checkCompilation.check(body, userId(caller)), caller, idempotencyKey, prefer, traceparent);
    }

    private static @Nullable String userId(Caller caller) {
        return caller.operator() ? null : caller.userId();
    }

    private CompletionStage<TakenRequest> take(
            CheckedRequest checked,
            Caller caller,
            @Nullable Object idempotencyKey,
            @Nullable Object prefer,
            @Nullable String traceparent) {
        int patience = AwaitOutcome.seconds(prefer);
        if (checked instanceof CheckedRequest.Malformed malformed) {
            throw Problem.of(400, "MALFORMED_JSON", malformed.reason());
        }
        if (checked instanceof CheckedRequest.Invalid invalid) {
            throw Problem.invalid(invalid.errors());
        }
        CheckedRequest.Valid valid = (CheckedRequest.Valid) checked;
        caller.requireOwned(valid.request().userId());
        return webhookRefused(valid)
                .thenCompose(refused -> {
                    refused.ifPresent(why -> {
                        throw Problem.invalid(valid.withRefusedWebhook(why).errors());
                    });
                    return identifyJob.identify(idempotencyKey, valid.request());
                })
                .thenApply(identified -> taken(identified, valid, patience, traceparent));
    }

    private CompletionStage<Optional<String>> webhookRefused(CheckedRequest.Valid valid) {
        String url = valid.request().webhookUrl();
        return url == null ? CompletableFuture.completedFuture(Optional.empty()) : fence.refusalNow(url);
    }

    private TakenRequest taken(
            IdentifyJob.Identified identified, CheckedRequest.Valid valid, int patience, @Nullable String traceparent) {
        Instant createdAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Duration delay = backlog.expectedWait();
        Job job = valid.job(identified.jobId(), createdAt, delay);
        return new TakenRequest(
                job,
                valid.prepared().parameters(),
                patience,
                identified.mayBeAgain(),
                List.of(records.request(job, valid.request(), delay, traceparent)));
    }
}

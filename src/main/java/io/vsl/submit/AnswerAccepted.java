package io.vsl.submit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.Adjustment;
import io.vsl.job.Job;
import io.vsl.job.JobSnapshot;
import io.vsl.job.JobStatus;
import io.vsl.platform.aws.JobViews;
import io.vsl.platform.log.JobFields;
import io.vsl.platform.loop.Failures;
import io.vsl.stores.RedisJobs;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Answers, after Kafka has the job: 202, or 200 with the job to who has waited for its outcome. */
@Component("answerAccepted")
class AnswerAccepted {

    private static final Logger LOG = LoggerFactory.getLogger(AnswerAccepted.class);

    private final RedisJobs cache;
    private final AwaitOutcome awaitOutcome;
    private final JobViews views;
    private final ObjectMapper json;

    AnswerAccepted(RedisJobs cache, AwaitOutcome awaitOutcome, JobViews views, ObjectMapper json) {
        this.cache = cache;
        this.awaitOutcome = awaitOutcome;
        this.views = views;
        this.json = json;
    }

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    private record Accepted(
            UUID jobId,
            JobStatus status,
            @Nullable BigDecimal estimatedTime,
            @Nullable BigDecimal estimatedCost,
            String message,
            List<Adjustment> adjustments) {}

    public CompletionStage<?> answer(Exchange exchange) {
        Message message = exchange.getMessage();
        TakenRequest taken = message.getBody(TakenRequest.class);
        Job job = taken.job();
        CompletionStage<?> shown = show(job);
        if (taken.patience() == 0) {
            return shown.thenAccept(it -> answer(job, message));
        }
        message.setHeader("Preference-Applied", "wait=" + taken.patience());
        return shown.thenCompose(it -> awaitOutcome.await(job.jobId(), taken.patience()))
                .thenAccept(outcome ->
                        outcome.ifPresentOrElse(ended -> answerEnded(ended, message), () -> answer(job, message)));
    }

    private void answerEnded(Job ended, Message message) {
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setHeader("Location", "/status/" + ended.jobId());
        message.setHeader("Cache-Control", "no-store");
        message.setBody(bytes(views.of(ended)));
    }

    private void answer(Job job, Message message) {
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, 202);
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setHeader("Location", "/status/" + job.jobId());
        message.setBody(bytes(new Accepted(
                job.jobId(),
                job.status(),
                job.estimatedTime(),
                job.estimatedCost(),
                "The job is accepted; follow it at the Location",
                job.adjustments())));
        JobFields.of(job, "submit", LOG.atInfo()).log("Job accepted");
    }

    private byte[] bytes(Object answer) {
        try {
            return json.writeValueAsBytes(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was accepted is always JSON", e);
        }
    }

    /** So that the status is there at once. Without Redis it comes with the sinks, and the job is safe either way. */
    private CompletionStage<?> show(Job job) {
        return cache.put(JobSnapshot.submitted(job)).handle((shown, failure) -> {
            if (failure != null) {
                LOG.atWarn()
                        .addKeyValue("action", "submit")
                        .addKeyValue("jobId", job.jobId())
                        .log(
                                "The new job could not be shown in Redis: {}",
                                Failures.of(failure).getMessage());
            }
            return job;
        });
    }
}

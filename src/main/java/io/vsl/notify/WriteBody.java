package io.vsl.notify;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.delivery.Delivery;
import io.vsl.delivery.WebhookEvent;
import io.vsl.job.Job;
import io.vsl.job.JobCompleted;
import io.vsl.job.JobError;
import io.vsl.job.JobStatus;
import io.vsl.platform.aws.JobViews;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a webhook says. Links to files are made now: one that is sent a day later works too. Where they are gone there are none. */
@Component
class WriteBody {

    private final JobViews views;
    private final ObjectMapper json;

    WriteBody(JobViews views, ObjectMapper json) {
        this.views = views;
        this.json = json;
    }

    /**
     * Of a job.
     *
     * @param timestamp when it ended
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record JobBody(
            WebhookEvent event,
            UUID jobId,
            @Nullable String userId,
            JobStatus status,
            int sequence,
            JobViews.@Nullable ResultView result,
            @Nullable JobError error,
            @Nullable BigDecimal cost,
            @Nullable ObjectNode metadata,
            @Nullable UUID batchId,
            @Nullable Instant mediaDeletedAt,
            @Nullable Instant timestamp) {}

    /** @param job that has ended so */
    byte[] of(WebhookEvent event, Job job) {
        try {
            return json.writeValueAsBytes(body(event, job));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A job is always JSON", e);
        }
    }

    byte[] of(Delivery delivery) {
        try {
            return switch (delivery.event()) {
                case JOB_COMPLETED, JOB_FAILED, JOB_CANCELLED -> of(delivery.event(), job(delivery));
                case BATCH_COMPLETED, ENDPOINT_DISABLED, TEST -> json.writeValueAsBytes(other(delivery));
            };
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The document of a delivery can't be read", e);
        }
    }

    private Job job(Delivery delivery) throws JsonProcessingException {
        Job job = json.readValue(delivery.document(), JobCompleted.class).job();
        Instant deletedAt = delivery.mediaDeletedAt();
        return deletedAt == null || job.result() == null ? job : job.withoutMedia(deletedAt);
    }

    private JobBody body(WebhookEvent event, Job job) {
        return new JobBody(
                event,
                job.jobId(),
                job.userId(),
                job.status(),
                job.sequence(),
                views.of(job).result(),
                job.error(),
                job.cost(),
                job.metadata(),
                job.batchId(),
                job.mediaDeletedAt(),
                job.completedAt());
    }

    private ObjectNode other(Delivery delivery) throws JsonProcessingException {
        ObjectNode body = json.createObjectNode();
        body.put("event", delivery.event().value());
        body.put("userId", delivery.userId());
        body.setAll((ObjectNode) json.readTree(delivery.document()));
        body.put("timestamp", delivery.createdAt().toString());
        return body;
    }
}

package io.vsl.submit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lettuce.core.RedisException;
import io.vsl.job.Adjustment;
import io.vsl.job.Job;
import io.vsl.job.JobSnapshot;
import io.vsl.job.JobStatus;
import io.vsl.stores.RedisJobs;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Answers 202, after Kafka has the job. */
@Component("answerAccepted")
class AnswerAccepted {

    private static final Logger LOG = LoggerFactory.getLogger(AnswerAccepted.class);

    private final RedisJobs cache;
    private final ObjectMapper json;

    AnswerAccepted(RedisJobs cache, ObjectMapper json) {
        this.cache = cache;
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

    public void answer(Exchange exchange) throws JsonProcessingException {
        Message message = exchange.getMessage();
        Job job = message.getBody(TakenRequest.class).job();
        show(job);
        message.removeHeaders("*", "X-RateLimit-*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, 202);
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setHeader("Location", "/status/" + job.jobId());
        message.setBody(json.writeValueAsBytes(new Accepted(
                job.jobId(),
                job.status(),
                job.estimatedTime(),
                job.estimatedCost(),
                "The job is accepted; follow it at the Location",
                job.adjustments())));
        LOG.atInfo()
                .addKeyValue("action", "submit")
                .addKeyValue("jobId", job.jobId())
                .addKeyValue("userId", job.userId())
                .addKeyValue("mediaType", job.mediaType())
                .addKeyValue("modelId", job.modelId())
                .log("Job accepted");
    }

    /** So that the status is there at once. Without Redis it comes with the sinks, and the job is safe either way. */
    private void show(Job job) {
        try {
            cache.putAll(List.of(JobSnapshot.submitted(job)));
        } catch (RedisException e) {
            LOG.atWarn()
                    .addKeyValue("action", "submit")
                    .addKeyValue("jobId", job.jobId())
                    .log("The new job could not be shown in Redis: {}", e.getMessage());
        }
    }
}

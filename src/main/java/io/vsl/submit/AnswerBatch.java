package io.vsl.submit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lettuce.core.RedisException;
import io.vsl.job.Adjustment;
import io.vsl.job.Job;
import io.vsl.job.JobError;
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

/** Answers 202, after Kafka has all jobs of a batch. It may wait. */
@Component("answerBatch")
class AnswerBatch {

    private static final Logger LOG = LoggerFactory.getLogger(AnswerBatch.class);

    private final RedisJobs cache;
    private final ObjectMapper json;

    AnswerBatch(RedisJobs cache, ObjectMapper json) {
        this.cache = cache;
        this.json = json;
    }

    private record Answer(UUID batchId, long accepted, long refused, List<Entry> jobs) {}

    /** A job, or why there is none. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    private record Entry(
            @JsonInclude(JsonInclude.Include.ALWAYS) int index,
            @Nullable String reference,
            @Nullable UUID jobId,
            @Nullable JobStatus status,
            @Nullable BigDecimal estimatedTime,
            @Nullable BigDecimal estimatedCost,
            List<Adjustment> adjustments,
            @Nullable JobError error) {

        static Entry of(TakenBatch.Item item) {
            return switch (item) {
                case TakenBatch.Accepted accepted -> of(accepted, accepted.job());
                case TakenBatch.Refused refused ->
                    new Entry(refused.index(), refused.reference(), null, null, null, null, List.of(), refused.error());
            };
        }

        private static Entry of(TakenBatch.Accepted accepted, Job job) {
            return new Entry(
                    accepted.index(),
                    accepted.reference(),
                    job.jobId(),
                    job.status(),
                    job.estimatedTime(),
                    job.estimatedCost(),
                    job.adjustments(),
                    null);
        }
    }

    public void answer(Exchange exchange) throws JsonProcessingException {
        Message message = exchange.getMessage();
        TakenBatch taken = message.getBody(TakenBatch.class);
        show(taken);
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, 202);
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setHeader("Location", "/batches/" + taken.batchId());
        message.setBody(json.writeValueAsBytes(new Answer(
                taken.batchId(),
                taken.accepted().count(),
                taken.refused().count(),
                taken.items().stream().map(Entry::of).toList())));
        LOG.atInfo()
                .addKeyValue("action", "submit")
                .addKeyValue("batchId", taken.batchId())
                .log(
                        "{} jobs of a batch accepted, {} refused",
                        taken.accepted().count(),
                        taken.refused().count());
    }

    /** So that each status is there at once. */
    private void show(TakenBatch taken) {
        try {
            cache.putAll(taken.accepted()
                    .map(accepted -> JobSnapshot.submitted(accepted.job()))
                    .toList());
        } catch (RedisException e) {
            LOG.atWarn()
                    .addKeyValue("action", "submit")
                    .addKeyValue("batchId", taken.batchId())
                    .log("The new jobs could not be shown in Redis: {}", e.getMessage());
        }
    }
}

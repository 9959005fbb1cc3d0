package io.vsl.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.CancelRequested;
import io.vsl.job.Job;
import io.vsl.job.JobSnapshot;
import io.vsl.platform.http.Problem;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.security.Caller;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Both ends of {@code POST /jobs/{jobId}/cancel}: the record for the stage cancel, and the answer once Kafka has it. */
@Component("requestCancel")
public class RequestCancel {

    private final EventRecords records;
    private final ObjectMapper json;
    private final Clock clock;

    RequestCancel(EventRecords records, ObjectMapper json, Clock clock) {
        this.records = records;
        this.json = json;
        this.clock = clock;
    }

    /** @throws Problem 409 when it has ended */
    public Job check(@Body JobSnapshot found) {
        Job job = found.job();
        if (job.isTerminal()) {
            throw Problem.of(
                    409,
                    "JOB_HAS_ENDED",
                    "The job is %s already".formatted(job.status().value()));
        }
        return job;
    }

    public List<Outgoing> records(
            @Body Job job,
            @ExchangeProperty("caller") Caller caller,
            @ExchangeProperty("traceparent") @Nullable String traceparent) {
        return List.of(records.cancel(
                job.jobId(), new CancelRequested("asked for by " + caller.userId()), clock.instant(), traceparent));
    }

    public void answer(Exchange exchange) throws JsonProcessingException {
        UUID jobId = exchange.getMessage().getBody(Job.class).jobId();
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, 202);
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setHeader("Location", "/status/" + jobId);
        message.setBody(json.writeValueAsBytes(
                Map.of("jobId", jobId, "message", "The job is to be cancelled; follow it at the Location")));
    }
}

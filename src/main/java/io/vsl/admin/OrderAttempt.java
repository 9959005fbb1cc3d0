package io.vsl.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.AttemptRequested;
import io.vsl.job.JobIds;
import io.vsl.ledger.OperatorsLedger;
import io.vsl.ledger.Order;
import io.vsl.platform.http.BodyFields;
import io.vsl.platform.http.Problem;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.security.Caller;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.springframework.stereotype.Component;

/**
 * {@code POST /admin/jobs/{jobId}/attempts}: an operator has a job sent again whose last attempt nobody knows the fate
 * of. It may be charged twice: that is for people to decide.
 */
@Component("orderAttempt")
class OrderAttempt {

    private static final int LONGEST_REASON = 500;

    private final OperatorsLedger ledger;
    private final RunOperations operations;
    private final PublishRecords publish;
    private final EventRecords records;
    private final AdminProperties properties;
    private final ObjectMapper json;
    private final Clock clock;

    OrderAttempt(
            OperatorsLedger ledger,
            RunOperations operations,
            PublishRecords publish,
            EventRecords records,
            AdminProperties properties,
            ObjectMapper json,
            Clock clock) {
        this.ledger = ledger;
        this.operations = operations;
        this.publish = publish;
        this.records = records;
        this.properties = properties;
        this.json = json;
        this.clock = clock;
    }

    public Started order(
            @Header("jobId") String jobIdText, @Body byte[] body, @ExchangeProperty("caller") Caller caller)
            throws JsonProcessingException {
        UUID jobId = JobIds.parse(jobIdText).orElseThrow(OrderAttempt::unknownJob);
        BodyFields fields = BodyFields.of(body, json);
        fields.require("reason");
        String reason = fields.storableText("reason");
        if (reason != null && (reason.isBlank() || reason.length() > LONGEST_REASON)) {
            fields.wrong("reason", "OUT_OF_RANGE", "must have 1 to %d characters".formatted(LONGEST_REASON));
        }
        fields.check();
        Instant now = clock.instant();
        Order order = new Order(caller.userId(), Objects.requireNonNull(reason), now);
        int last =
                switch (ledger.give(jobId, order, properties.unknownAfter())) {
                    case Order.Taken taken -> taken.last();
                    case Order.NoAttempt none -> throw unknownJob();
                    case Order.JobHasEnded ended ->
                        throw Problem.of(409, "JOB_HAS_ENDED", "The job has an outcome, or was cancelled");
                    case Order.NotUnknown known ->
                        throw Problem.of(
                                409,
                                "ATTEMPT_NOT_UNKNOWN",
                                "What became of the job's last attempt is known, or will be within %d s"
                                        .formatted(properties.unknownAfter().toSeconds()));
                };
        AttemptRequested next =
                new AttemptRequested(jobId, last + 1, "ordered by %s: %s".formatted(caller.userId(), reason));
        fields.object().put("jobId", jobId.toString());
        return operations.start(OperationKind.ATTEMPT, caller, fields.object(), progress -> {
            publish.publish(List.of(records.attempt(next, now, null)));
            return next;
        });
    }

    private static Problem unknownJob() {
        return Problem.of(404, "JOB_NOT_FOUND", "Nothing was ever asked of Replicate for such a job");
    }
}

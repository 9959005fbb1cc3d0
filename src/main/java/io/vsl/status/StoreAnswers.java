package io.vsl.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.Job;
import io.vsl.job.JobAccepted;
import io.vsl.job.JobSnapshot;
import io.vsl.job.OutcomeProposed;
import io.vsl.stores.DynamodbJobs;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.ExchangeException;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What the components of Camel return, or fail with, as an {@link Answer}. */
@Component("storeAnswers")
class StoreAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(StoreAnswers.class);

    private final DynamodbJobs dynamodb;
    private final ObjectMapper json;

    StoreAnswers(DynamodbJobs dynamodb, ObjectMapper json) {
        this.dynamodb = dynamodb;
        this.json = json;
    }

    public Map<String, AttributeValue> dynamodbKey(@Body Lookup lookup) {
        return dynamodb.key(lookup.jobId());
    }

    public Answer ofDynamodb(@Header("CamelAwsDdbAttributes") @Nullable Map<String, AttributeValue> item) {
        return new Answer.Recent(item == null ? Optional.empty() : dynamodb.read(item));
    }

    /** With the row of find-job.sql. */
    public Answer ofPostgres(@Body List<Map<String, Object>> rows) throws JsonProcessingException {
        Map<String, Object> row = rows.get(0);
        boolean ended = Boolean.TRUE.equals(row.get("ended"));
        String document = (String) row.get("document");
        if (document != null) {
            return found(json.readValue(document, JobSnapshot.class), ended);
        }
        String event = (String) row.get("event");
        if (event == null) {
            return new Answer.History(Optional.empty(), ended, null);
        }
        // The sink holds, or is moments behind.
        return Boolean.TRUE.equals(row.get("accepted"))
                ? found(
                        JobSnapshot.submitted(
                                json.readValue(event, JobAccepted.class).job()),
                        ended)
                : new Answer.History(
                        Optional.empty(),
                        ended,
                        whose(json.readValue(event, OutcomeProposed.class).job()));
    }

    private static Answer found(JobSnapshot job, boolean ended) {
        return new Answer.History(Optional.of(job), ended, whose(job.job()));
    }

    private static String whose(Job job) {
        return Objects.requireNonNullElse(job.userId(), "");
    }

    public Answer away(@ExchangeException Exception reason) {
        LOG.atWarn()
                .addKeyValue("action", "status")
                .addKeyValue("error", reason.toString())
                .log("A store is away, the next is asked");
        return new Answer.Away(reason);
    }

    public Answer later() {
        return new Answer.Later();
    }
}

package io.vsl.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.JobAccepted;
import io.vsl.job.JobSnapshot;
import io.vsl.stores.DynamodbJobs;
import java.util.List;
import java.util.Map;
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
        return new Answer.History(
                history((String) row.get("document"), (String) row.get("accepted")),
                Boolean.TRUE.equals(row.get("ended")));
    }

    private Optional<JobSnapshot> history(@Nullable String document, @Nullable String accepted)
            throws JsonProcessingException {
        if (document != null) {
            return Optional.of(json.readValue(document, JobSnapshot.class));
        }
        // The sink holds, or is moments behind.
        return accepted == null
                ? Optional.empty()
                : Optional.of(JobSnapshot.submitted(
                        json.readValue(accepted, JobAccepted.class).job()));
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

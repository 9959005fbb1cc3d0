package io.vsl.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.job.JobSnapshot;
import io.vsl.platform.aws.AwsProperties;
import io.vsl.platform.aws.JobItems;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamodbSinkTest extends SinkContract {

    DynamodbSinkTest() {
        super("sink-dynamodb");
    }

    @Override
    Optional<JobSnapshot> read(UUID jobId) throws Exception {
        JobItems items = Sinks.APPLICATION.bean(JobItems.class);
        Map<String, AttributeValue> item = Sinks.APPLICATION.bean(DynamoDbClient.class).getItem(request -> request
                .tableName(Sinks.APPLICATION.bean(AwsProperties.class).dynamodbTable())
                .consistentRead(true)
                .key(items.key(jobId))).item();
        Optional<JobSnapshot> snapshot = items.read(item);
        snapshot.ifPresent(found -> assertThat(item.get("status").s()).isEqualTo(found.job().status().value()));
        return snapshot;
    }
}

package io.vsl.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.job.JobSnapshot;
import io.vsl.job.Output;
import io.vsl.platform.aws.AwsProperties;
import io.vsl.stores.DynamodbJobs;
import io.vsl.stores.KeptJob;
import io.vsl.testing.NeedsServers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@NeedsServers
class DynamodbSinkTest extends SinkContract {

    DynamodbSinkTest() {
        super("sink-dynamodb");
    }

    @Test
    void aJobThatIsTooLargeForAnItemIsThereWithoutItsDocumentAndItsNeighboursGoOn() throws Exception {
        List<Output> outputs = IntStream.range(0, 2_500)
                .mapToObj(i -> new Output(
                        "original-%d.png".formatted(i),
                        "/" + i,
                        new Output.Derived("thumbnail-%d.jpg".formatted(i), null, null, null, null, null),
                        new Output.Content("image/png", null, 5, "0".repeat(64)),
                        new Output.Measures(null, 8, 8, null),
                        Output.Traits.NONE))
                .toList();
        UUID large = writeCompleted(outputs);
        UUID small = writeCompleted(outputs.subList(0, 1));
        awaitDrained();

        assertThat(read(small)).isPresent();
        assertThat(read(large)).isEmpty();
        DynamodbJobs items = Sinks.APPLICATION.bean(DynamodbJobs.class);
        KeptJob kept = items.findAll(List.of(large)).get(large);
        assertThat(kept.document()).isNull();
        assertThat(kept.version()).isPositive();
    }

    @Override
    Optional<JobSnapshot> read(UUID jobId) throws Exception {
        DynamodbJobs items = Sinks.APPLICATION.bean(DynamodbJobs.class);
        Map<String, AttributeValue> item = Sinks.APPLICATION
                .bean(DynamoDbClient.class)
                .getItem(request -> request.tableName(
                                Sinks.APPLICATION.bean(AwsProperties.class).dynamodbTable())
                        .consistentRead(true)
                        .key(items.key(jobId)))
                .item();
        Optional<JobSnapshot> snapshot = items.read(item);
        snapshot.ifPresent(found -> assertThat(item.get("status").s())
                .isEqualTo(found.job().status().value()));
        return snapshot;
    }
}

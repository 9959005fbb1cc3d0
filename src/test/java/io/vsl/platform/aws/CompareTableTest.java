package io.vsl.platform.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.Difference;
import io.vsl.testing.Application;
import io.vsl.testing.NeedsServers;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;

@NeedsServers
class CompareTableTest {

    private final Application application = Application.shared();
    private final CompareTable compareTable = application.bean(CompareTable.class);
    private final DynamoDbClient dynamodb = application.bean(DynamoDbClient.class);
    private final String name = "compare-" + UUID.randomUUID();

    @Test
    void whatWeHaveCreatedDiffersInNothing() {
        assertThat(compareTable.compare()).isEmpty();
    }

    @Test
    void aTableWithoutIndexesAndExpiryIsTold() {
        create(List.of("jobId:S"), List.of("jobId"), List.of());

        assertThat(compareTable.compare(name))
                .noneMatch(Difference::isGrave)
                .extracting(Difference::found)
                .containsExactlyInAnyOrder(
                        "Table " + name + ": the index UserIdIndex is missing",
                        "Table " + name + ": the index PredictionIdIndex is missing",
                        "Table " + name + ": nothing expires by the attribute ttl");
        assertThat(compareTable.compare(name)).allSatisfy(difference -> assertThat(difference.mend())
                .startsWith("aws dynamodb update-")
                .contains(name));
    }

    @Test
    void anIndexOfTheNameWithAnotherKeyOrNotAllAttributesIsTold() {
        create(
                List.of("jobId:S", "userId:S", "predictionId:S"),
                List.of("jobId"),
                List.of(
                        index("UserIdIndex", ProjectionType.ALL, "userId"),
                        index("PredictionIdIndex", ProjectionType.KEYS_ONLY, "predictionId")));

        assertThat(compareTable.compare(name))
                .extracting(Difference::found)
                .contains(
                        "Table " + name
                                + ": the index UserIdIndex has the key userId, not userId and createdAt as strings",
                        "Table " + name + ": the index PredictionIdIndex has not all attributes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id:S", "jobId:N", "jobId:S,createdAt:S"})
    void aTableThatTakesNoJobIsGrave(String keys) {
        create(
                List.of(keys.split(",")),
                Stream.of(keys.split(",")).map(key -> key.split(":")[0]).toList(),
                List.of());

        assertThat(compareTable.compare(name))
                .filteredOn(Difference::isGrave)
                .singleElement()
                .extracting(Difference::found)
                .asString()
                .contains("its key is")
                .endsWith("not jobId as a string");
    }

    @Test
    void whatCantBeLookedAtIsToldAsWell() {
        assertThat(compareTable.compare("not-there"))
                .singleElement()
                .extracting(Difference::found)
                .asString()
                .contains("can't be looked at");
    }

    private void create(List<String> attributes, List<String> keys, List<GlobalSecondaryIndex> indexes) {
        dynamodb.createTable(request -> {
            request.tableName(name)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(attributes.stream()
                            .map(attribute -> AttributeDefinition.builder()
                                    .attributeName(attribute.split(":")[0])
                                    .attributeType(attribute.split(":")[1])
                                    .build())
                            .toList())
                    .keySchema(schema(keys));
            if (!indexes.isEmpty()) {
                request.globalSecondaryIndexes(indexes);
            }
        });
    }

    private static GlobalSecondaryIndex index(String name, ProjectionType projection, String... keys) {
        return GlobalSecondaryIndex.builder()
                .indexName(name)
                .keySchema(schema(List.of(keys)))
                .projection(of -> of.projectionType(projection))
                .build();
    }

    private static List<KeySchemaElement> schema(List<String> keys) {
        List<KeySchemaElement> schema = new ArrayList<>();
        for (String key : keys) {
            schema.add(KeySchemaElement.builder()
                    .attributeName(key)
                    .keyType(schema.isEmpty() ? "HASH" : "RANGE")
                    .build());
        }
        return schema;
    }
}

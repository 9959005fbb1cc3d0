package io.vsl.platform.aws;

import io.vsl.platform.Difference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/** Says what of a table that is there is otherwise than {@link CreateStores} would have made it. */
@Component
public class CompareTable {

    private static final AwsRequestOverrideConfiguration PATIENT = AwsRequestOverrideConfiguration.builder()
            .apiCallTimeout(Duration.ofSeconds(20))
            .build();

    private final AwsProperties properties;
    private final DynamoDbClient dynamodb;

    CompareTable(AwsProperties properties, DynamoDbClient dynamodb) {
        this.properties = properties;
        this.dynamodb = dynamodb;
    }

    public List<Difference> compare() {
        return compare(properties.dynamodbTable());
    }

    List<Difference> compare(String name) {
        try {
            TableDescription table = dynamodb.describeTable(
                            request -> request.tableName(name).overrideConfiguration(PATIENT))
                    .table();
            List<Difference> differences = new ArrayList<>();
            keys(table, differences);
            indexes(table, differences);
            expiry(name, differences);
            return differences;
        } catch (SdkException e) {
            return List.of(Difference.of(
                    found(name, "can't be looked at (" + e.getMessage() + ")"),
                    "nobody has looked whether it takes jobs and forgets old ones",
                    "allow dynamodb:DescribeTable and dynamodb:DescribeTimeToLive"));
        }
    }

    private static void keys(TableDescription table, List<Difference> differences) {
        if (!table.keySchema().equals(CreateStores.KEY) || !isText(table, CreateStores.KEY)) {
            differences.add(Difference.grave(
                    found(table.tableName(), "its key is " + text(table.keySchema()) + ", not jobId as a string"),
                    "no job can be written to it",
                    "name another table in DYNAMODB_TABLE"));
        }
    }

    private static void indexes(TableDescription table, List<Difference> differences) {
        Map<String, GlobalSecondaryIndexDescription> there = Stream.ofNullable(table.globalSecondaryIndexes())
                .flatMap(List::stream)
                .collect(Collectors.toMap(GlobalSecondaryIndexDescription::indexName, index -> index));
        CreateStores.INDEXES.forEach((name, keys) -> {
            GlobalSecondaryIndexDescription index = there.get(name);
            String leadsTo = "who asks by it finds nothing, or not all; VSL itself does not";
            if (index == null) {
                differences.add(Difference.of(
                        found(table.tableName(), "the index " + name + " is missing"),
                        leadsTo,
                        create(table.tableName(), name, keys)));
            } else if (!index.keySchema().equals(keys) || !isText(table, keys)) {
                differences.add(Difference.of(
                        found(
                                table.tableName(),
                                "the index %s has the key %s, not %s as strings"
                                        .formatted(name, text(index.keySchema()), text(keys))),
                        leadsTo,
                        "remove it; " + create(table.tableName(), name, keys)));
            } else if (index.projection().projectionType() != ProjectionType.ALL) {
                differences.add(Difference.of(
                        found(table.tableName(), "the index " + name + " has not all attributes"),
                        leadsTo,
                        "remove it; " + create(table.tableName(), name, keys)));
            }
        });
    }

    private void expiry(String name, List<Difference> differences) {
        TimeToLiveDescription ttl = dynamodb.describeTimeToLive(
                        request -> request.tableName(name).overrideConfiguration(PATIENT))
                .timeToLiveDescription();
        boolean on = ttl.timeToLiveStatus() == TimeToLiveStatus.ENABLED
                || ttl.timeToLiveStatus() == TimeToLiveStatus.ENABLING;
        if (!on || !CreateStores.TTL.equals(ttl.attributeName())) {
            differences.add(Difference.of(
                    found(name, "nothing expires by the attribute " + CreateStores.TTL),
                    "jobs stay in it for ever and are paid for",
                    "aws dynamodb update-time-to-live --table-name %s --time-to-live-specification Enabled=true,AttributeName=%s"
                            .formatted(name, CreateStores.TTL)));
        }
    }

    private static boolean isText(TableDescription table, List<KeySchemaElement> keys) {
        return keys.stream().allMatch(key -> table.attributeDefinitions().stream()
                .anyMatch(attribute -> attribute.attributeName().equals(key.attributeName())
                        && attribute.attributeType() == ScalarAttributeType.S));
    }

    private static String found(String table, String what) {
        return "Table " + table + ": " + what;
    }

    private static String create(String table, String name, List<KeySchemaElement> keys) {
        String attributes = keys.stream()
                .map(key -> "AttributeName=" + key.attributeName() + ",AttributeType=S")
                .collect(Collectors.joining(" "));
        String schema = keys.stream()
                .map(key -> "{\"AttributeName\":\"%s\",\"KeyType\":\"%s\"}"
                        .formatted(key.attributeName(), key.keyTypeAsString()))
                .collect(Collectors.joining(","));
        return ("aws dynamodb update-table --table-name %s --attribute-definitions %s --global-secondary-index-updates"
                        + " '[{\"Create\":{\"IndexName\":\"%s\",\"KeySchema\":[%s],\"Projection\":{\"ProjectionType\":\"ALL\"}}}]'")
                .formatted(table, attributes, name, schema);
    }

    private static String text(List<KeySchemaElement> keys) {
        return keys.stream().map(KeySchemaElement::attributeName).collect(Collectors.joining(" and "));
    }
}

package io.vsl.platform.aws;

import static io.vsl.platform.settings.SettingsOf.assertMapped;
import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.settings.SettingsOf;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwsPropertiesTest {

    @Test
    void defaults() {
        assertThat(SettingsOf.defaults(AwsProperties.class))
                .isEqualTo(new AwsProperties(
                        "us-east-1", "vsl-media", null, "vsl-jobs", null, null, Duration.ofMinutes(15)));
    }

    @Test
    void fullMapping() throws Exception {
        assertMapped(
                Map.of(
                        "AWS_REGION", "eu-west-1",
                        "S3_BUCKET", "b.2",
                        "S3_ENDPOINT", "http://s3:9000",
                        "DYNAMODB_TABLE", "jobs",
                        "DYNAMODB_ENDPOINT", "http://ddb:8000",
                        "MEDIA_BASE_URL", "https://cdn.example",
                        "vsl.aws.link-ttl", "7d"),
                new AwsProperties(
                        "eu-west-1",
                        "b.2",
                        URI.create("http://s3:9000"),
                        "jobs",
                        URI.create("http://ddb:8000"),
                        URI.create("https://cdn.example"),
                        Duration.ofDays(7)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AWS_REGION | us east | is us east. Allowed is the name of a region, such as us-east-1",
                "S3_BUCKET | s3://media | is s3://media. Allowed is the name of a bucket, such as vsl-media",
                "DYNAMODB_TABLE | '' | is empty. Allowed is the name of a table, such as vsl-jobs",
                "vsl.aws.link-ttl | 8d | is 8d. Allowed is 1s to 7d",
            })
    void wrongValues(String name, String value, String message) {
        assertThat(SettingsOf.faults(AwsProperties.class, name, value)).containsExactly(name + " " + message);
    }
}

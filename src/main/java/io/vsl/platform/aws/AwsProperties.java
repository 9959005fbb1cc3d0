package io.vsl.platform.aws;

import io.vsl.platform.settings.Within;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where files and items are kept.
 *
 * @param s3Endpoint       null: AWS's own
 * @param dynamodbEndpoint null: AWS's own
 * @param mediaBaseUrl     of the CDN in front of the bucket; null: links are presigned
 * @param linkTtl          how long a presigned link works; S3 takes a week at most
 */
@ConfigurationProperties("vsl.aws")
public record AwsProperties(
        @Pattern(regexp = "[A-Za-z0-9-]{1,63}", message = "the name of a region, such as us-east-1")
        String region,

        @Pattern(regexp = "[A-Za-z0-9._-]{3,255}|arn:\\S+", message = "the name of a bucket, such as vsl-media")
        String s3Bucket,

        @Nullable URI s3Endpoint,

        @Pattern(regexp = "[A-Za-z0-9._-]{3,255}|arn:\\S+", message = "the name of a table, such as vsl-jobs")
        String dynamodbTable,

        @Nullable URI dynamodbEndpoint,
        @Nullable URI mediaBaseUrl,
        @Within(from = "1s", to = "7d") Duration linkTtl) {}

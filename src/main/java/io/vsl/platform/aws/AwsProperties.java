package io.vsl.platform.aws;

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
 * @param linkTtl          how long a presigned link works
 */
@ConfigurationProperties("vsl.aws")
public record AwsProperties(
        String region,
        String s3Bucket,
        @Nullable URI s3Endpoint,
        String dynamodbTable,
        @Nullable URI dynamodbEndpoint,
        @Nullable URI mediaBaseUrl,
        Duration linkTtl) {
}

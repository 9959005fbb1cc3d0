package io.vsl.platform.aws;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Credentials come from the SDK's default chain: the environment, a container's or a task's role. */
@Configuration(proxyBeanMethods = false)
class AwsConfiguration {

    /** A read that takes longer is not worth waiting for: the next store is asked. */
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(2);

    @Bean
    S3Client s3Client(AwsProperties properties) {
        return located(S3Client.builder(), properties, properties.s3Endpoint())
                .forcePathStyle(properties.s3Endpoint() != null)
                .build();
    }

    @Bean
    S3Presigner s3Presigner(AwsProperties properties) {
        S3Presigner.Builder builder = S3Presigner.builder()
                .region(Region.of(properties.region()))
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(properties.s3Endpoint() != null)
                        .build());
        if (properties.s3Endpoint() != null) {
            builder.endpointOverride(properties.s3Endpoint());
        }
        return builder.build();
    }

    @Bean
    DynamoDbClient dynamoDbClient(AwsProperties properties) {
        return located(DynamoDbClient.builder(), properties, properties.dynamodbEndpoint())
                .overrideConfiguration(override -> override.apiCallTimeout(READ_TIMEOUT))
                .build();
    }

    @Bean
    DynamoDbAsyncClient dynamoDbAsyncClient(AwsProperties properties) {
        return located(DynamoDbAsyncClient.builder(), properties, properties.dynamodbEndpoint()).build();
    }

    private static <B extends AwsClientBuilder<B, ?>> B located(B builder, AwsProperties properties,
            @Nullable URI endpoint) {
        builder.region(Region.of(properties.region()));
        return endpoint == null ? builder : builder.endpointOverride(endpoint);
    }
}

package io.vsl.platform.aws;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3BaseClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Credentials come from the SDK's default chain: the environment, a container's or a task's role. */
@Configuration(proxyBeanMethods = false)
class AwsConfiguration {

    /** A read that takes longer is not worth waiting for: the next store is asked. */
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(2);

    /**
     * S3 that says nothing any more is given up, so that a stage can say what it waits for. Long enough for a gigabyte in one
     * request; a stream that is read has begun in time.
     */
    private static final Duration REQUEST_TIMEOUT = Duration.ofMinutes(2);

    private static final Duration TIMEOUT_OF_ALL_TRIES = Duration.ofSeconds(150);

    /**
     * A thread that uses S3 has one connection, and the pools of the stages say how many threads these are: some 80 unless
     * set otherwise. With fewer connections, which are 50 by default, some would wait, and fail after ten seconds.
     */
    private static final int AS_MANY_AS_THREADS = Integer.MAX_VALUE;

    @Bean
    S3Client s3Client(AwsProperties properties) {
        S3ClientBuilder builder = s3(S3Client.builder(), properties)
                .httpClientBuilder(Apache5HttpClient.builder().maxConnections(AS_MANY_AS_THREADS));
        if (properties.s3Endpoint() != null) {
            // Over plain HTTP it would sign each body in chunks, which many refuse, and which costs both sides.
            builder.serviceConfiguration(it -> it.chunkedEncodingEnabled(false));
        }
        return builder.build();
    }

    /** For the parts of large files. Over plain HTTP it signs no bodies, which costs both sides less. */
    @Bean
    S3AsyncClient s3AsyncClient(AwsProperties properties) {
        return s3(S3AsyncClient.builder(), properties).build();
    }

    private static <B extends S3BaseClientBuilder<B, ?>> B s3(B builder, AwsProperties properties) {
        B located = located(builder, properties, properties.s3Endpoint())
                .overrideConfiguration(override ->
                        override.apiCallAttemptTimeout(REQUEST_TIMEOUT).apiCallTimeout(TIMEOUT_OF_ALL_TRIES));
        if (properties.s3Endpoint() != null) {
            plain(located.forcePathStyle(true));
        }
        return located;
    }

    /**
     * The SDK sends a checksum behind each body, in a form that many servers which aren't AWS's refuse. To them it does
     * so only where S3 requires it, unless the environment says otherwise.
     */
    private static void plain(S3BaseClientBuilder<?, ?> builder) {
        if (SdkSystemSetting.AWS_REQUEST_CHECKSUM_CALCULATION.getStringValue().isEmpty()) {
            builder.requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED);
        }
        if (SdkSystemSetting.AWS_RESPONSE_CHECKSUM_VALIDATION.getStringValue().isEmpty()) {
            builder.responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        }
    }

    /** Of links; the clients have one of their own each, of the same chain. */
    @Bean
    AwsCredentialsProvider awsCredentialsProvider() {
        return DefaultCredentialsProvider.builder().build();
    }

    @Bean
    DynamoDbClient dynamoDbClient(AwsProperties properties) {
        return located(DynamoDbClient.builder(), properties, properties.dynamodbEndpoint())
                .overrideConfiguration(override -> override.apiCallTimeout(READ_TIMEOUT))
                .build();
    }

    @Bean
    DynamoDbAsyncClient dynamoDbAsyncClient(AwsProperties properties) {
        return located(DynamoDbAsyncClient.builder(), properties, properties.dynamodbEndpoint())
                .build();
    }

    private static <B extends AwsClientBuilder<B, ?>> B located(
            B builder, AwsProperties properties, @Nullable URI endpoint) {
        builder.region(Region.of(properties.region()));
        return endpoint == null ? builder : builder.endpointOverride(endpoint);
    }
}

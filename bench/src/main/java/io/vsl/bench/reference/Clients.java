package io.vsl.bench.reference;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.lettuce.core.RedisClient;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Clients of the stores.
 *
 * @param environment the application's variables
 */
public record Clients(Map<String, String> environment) {

    /** One connection. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), user()[0], user()[1]);
    }

    /** A pool of so many connections. */
    public DataSource postgres(int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(jdbcUrl());
        config.setUsername(user()[0]);
        config.setPassword(user()[1]);
        config.setMaximumPoolSize(connections);
        return new HikariDataSource(config);
    }

    private String jdbcUrl() {
        URI url = URI.create(environment.get("DATABASE_URL"));
        return "jdbc:postgresql://" + url.getAuthority().replace(url.getUserInfo() + "@", "") + url.getPath();
    }

    /** Name and password. */
    private String[] user() {
        return URI.create(environment.get("DATABASE_URL")).getUserInfo().split(":", 2);
    }

    public RedisClient redis() {
        return RedisClient.create(environment.get("REDIS_URL"));
    }

    public DynamoDbClient dynamodb() {
        return located(DynamoDbClient.builder(), "DYNAMODB_ENDPOINT").build();
    }

    S3Client s3() {
        return located(S3Client.builder(), "S3_ENDPOINT").forcePathStyle(true).build();
    }

    S3Presigner presigner() {
        return S3Presigner.builder()
                .region(Region.of(environment.get("AWS_REGION")))
                .endpointOverride(URI.create(environment.get("S3_ENDPOINT")))
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .credentialsProvider(credentials())
                .build();
    }

    private StaticCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(
                environment.get("AWS_ACCESS_KEY_ID"), environment.get("AWS_SECRET_ACCESS_KEY")));
    }

    private <B extends AwsClientBuilder<B, ?>> B located(B builder, String endpoint) {
        return builder.region(Region.of(environment.get("AWS_REGION")))
                .endpointOverride(URI.create(environment.get(endpoint)))
                .credentialsProvider(credentials());
    }
}

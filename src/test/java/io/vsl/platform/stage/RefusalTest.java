package io.vsl.platform.stage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.vsl.platform.kafka.InvalidRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.UncategorizedSQLException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;

/** Which failures are about one record, and which about a store. */
class RefusalTest {

    @SuppressWarnings("AlwaysThrows")
    static Stream<Throwable> refusals() {
        return Stream.of(
                new InvalidRecord("not one"),
                new NullPointerException("completedAt"),
                new IllegalArgumentException("no"),
                decision(() -> Instant.parse("x")),
                decision(() -> new ObjectMapper().readTree("{")),
                new UncheckedIOException((IOException) decision(() -> new ObjectMapper().readTree("{"))),
                new DataIntegrityViolationException("x", new SQLException("numeric field overflow", "22003")),
                new UncategorizedSQLException("x", "sql", new SQLException("unsupported Unicode escape", "22P05")),
                new DataIntegrityViolationException("x", new SQLException("violates a check", "23514")),
                new SQLException("index row size exceeds", "54000"),
                new KafkaException("x", new RecordTooLargeException("larger than 1048588")),
                new CompletionException(aws("ValidationException")),
                new RedisCommandExecutionException("ERR invalid expire time in 'set' command"),
                new RedisCommandExecutionException("WRONGTYPE Operation against a key holding the wrong kind of value"),
                new RedisCommandExecutionException(
                        script("-WRONGTYPE Operation against a key holding the wrong kind of value")),
                new RedisCommandExecutionException(script("user_script:3: attempt to compare nil with number")),
                camel(new IllegalArgumentException("in a split")));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whatWouldFailAgainIsARefusal(Throwable failure) {
        assertThat(Refusal.of(failure)).isPresent();
    }

    static Stream<Throwable> outages() {
        return Stream.of(
                new TryAgain("later"),
                new NotCommitted(new IllegalArgumentException("x")),
                new IOException("broken pipe"),
                new UncheckedIOException(new ConnectException("refused")),
                new IllegalStateException("closed"),
                new CannotGetJdbcConnectionException("x", new SQLTransientConnectionException("not available")),
                new SQLException("read-only transaction", "25006"),
                new SQLException("shutting down", "57P01"),
                new SQLException("deadlock", "40P01"),
                new SQLException("no such table", "42P01"),
                new SQLException("connection refused", "08001"),
                new SQLException("disk full", "53100"),
                new SQLException("no state", (String) null),
                new KafkaException(new TopicAuthorizationException("x")),
                new org.apache.kafka.common.errors.TimeoutException("x"),
                new RedisConnectionException("x", new IllegalArgumentException("wrapped")),
                new RedisCommandTimeoutException("x"),
                new RedisCommandExecutionException("READONLY You can't write against a read only replica."),
                new RedisCommandExecutionException("OOM command not allowed when used memory > 'maxmemory'."),
                new RedisCommandExecutionException(script("-READONLY You can't write against a read only replica.")),
                new RedisCommandExecutionException(script("-OOM command not allowed when used memory > 'maxmemory'.")),
                new RedisCommandExecutionException("ERR unknown command 'SET'"),
                new RedisCommandExecutionException("ERR max number of clients reached"),
                new RedisCommandExecutionException("LOADING Redis is loading the dataset in memory"),
                SdkClientException.create("unable to connect", new IllegalArgumentException("wrapped")),
                aws("ThrottlingException"),
                aws("AccessDeniedException"),
                aws("ResourceNotFoundException"),
                ProvisionedThroughputExceededException.builder()
                        .message("slow down")
                        .build(),
                new CompletionException(new TimeoutException()),
                camel(new IOException("in a split")));
    }

    @ParameterizedTest
    @MethodSource("outages")
    void whatMayPassIsNone(Throwable failure) {
        assertThat(Refusal.of(failure)).isEmpty();
    }

    @Test
    void theReasonIsInTheWordsOfTheStore() {
        assertThat(Refusal.of(new DataIntegrityViolationException(
                                "spring's words", new SQLException("numeric field overflow", "22003")))
                        .orElseThrow()
                        .reason())
                .isEqualTo("PostgreSQL refuses it (SQLSTATE 22003): numeric field overflow");
    }

    /** As Redis 6 tells of an error in a script. */
    private static String script(String error) {
        return "ERR Error running script (call to f_5f76679618ae666c262227f1dd2b4df50a378029): @user_script:12: "
                + "@user_script: 12: " + error;
    }

    private static Throwable aws(String code) {
        return DynamoDbException.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage("no")
                        .build())
                .build();
    }

    private static Throwable camel(Exception cause) {
        return new CamelExecutionException("x", new DefaultExchange(new DefaultCamelContext()), cause);
    }

    private interface Decision {
        void decide() throws Exception;
    }

    private static Throwable decision(Decision decision) {
        try {
            decision.decide();
            throw new AssertionError("it was decided");
        } catch (Exception e) {
            return e;
        }
    }
}

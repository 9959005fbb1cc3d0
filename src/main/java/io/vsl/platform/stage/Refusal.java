package io.vsl.platform.stage;

import com.fasterxml.jackson.core.JacksonException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.vsl.platform.kafka.InvalidRecord;
import io.vsl.platform.redis.RedisErrors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * A failure that would come again however often the same records were tried: one of them is wrong, not a store away. The
 * opposite, a failure that passes, holds the stage.
 *
 * @param reason for people, in the words of whoever refused it
 * @param error  the simple name of the class of what was thrown
 */
public record Refusal(String reason, String error) {

    private static final Refusal PASSES = new Refusal("", "");

    /** Classes of SQLSTATE: data exception, integrity constraint violation, program limit exceeded. */
    private static final Set<String> SQL_REFUSALS = Set.of("22", "23", "54");

    private static final Set<Class<? extends KafkaException>> KAFKA_REFUSALS =
            Set.of(RecordTooLargeException.class, RecordBatchTooLargeException.class, InvalidRecordException.class);

    /** Codes of AWS's errors that are about what was sent. Source: the API references of DynamoDB and S3. */
    private static final Set<String> AWS_REFUSALS = Set.of(
            "ValidationException",
            "ItemCollectionSizeLimitExceededException",
            "SerializationException",
            "KeyTooLongError",
            "EntityTooLarge",
            "InvalidURI",
            "MetadataTooLarge");

    /** Errors of Redis about a key or a value; others are about the server, or about what it can do at all. */
    private static final Pattern REDIS_REFUSALS = Pattern.compile(
            "WRONGTYPE .*|ERR .*(invalid expire|exceeds maximum"
                    + "|not an integer|not a valid float|user_script|running script).*",
            Pattern.DOTALL);

    /** Errors of a decision, which depends on nothing but the record. */
    private static final List<Class<? extends Exception>> DECISIONS = List.of(
            InvalidRecord.class,
            JacksonException.class,
            NullPointerException.class,
            IllegalArgumentException.class,
            IndexOutOfBoundsException.class,
            ClassCastException.class,
            ArithmeticException.class,
            NoSuchElementException.class,
            DateTimeException.class);

    /**
     * What is refused for good by that failure; empty when it may pass. The outermost cause that tells decides: a client
     * that is closed because of an illegal argument is away.
     */
    public static Optional<Refusal> of(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(50)
                .map(Refusal::told)
                .flatMap(Optional::stream)
                .findFirst()
                .filter(told -> !told.equals(PASSES));
    }

    /** Empty when this one doesn't tell. */
    private static Optional<Refusal> told(Throwable cause) {
        if (cause instanceof SQLException sql) {
            String state = String.valueOf(sql.getSQLState());
            return when(
                    state.length() == 5 && SQL_REFUSALS.contains(state.substring(0, 2)),
                    cause,
                    "PostgreSQL refuses it (SQLSTATE %s): %s".formatted(state, sql.getMessage()));
        } else if (cause instanceof KafkaException) {
            // One is often wrapped in another.
            return cause.getCause() instanceof KafkaException
                    ? Optional.empty()
                    : when(KAFKA_REFUSALS.contains(cause.getClass()), cause, "Kafka refuses it: " + cause.getMessage());
        } else if (cause instanceof AwsServiceException aws) {
            String code = aws.awsErrorDetails() == null
                    ? ""
                    : String.valueOf(aws.awsErrorDetails().errorCode());
            return when(
                    AWS_REFUSALS.contains(code),
                    cause,
                    "AWS refuses it (%s): %s"
                            .formatted(
                                    code,
                                    aws.awsErrorDetails() == null
                                            ? ""
                                            : aws.awsErrorDetails().errorMessage()));
        } else if (cause instanceof RedisException) {
            String message = RedisErrors.ofCommand(String.valueOf(cause.getMessage()));
            return when(
                    cause instanceof RedisCommandExecutionException
                            && REDIS_REFUSALS.matcher(message).matches(),
                    cause,
                    "Redis refuses it: " + message);
        } else if (DECISIONS.stream().anyMatch(decision -> decision.isInstance(cause))) {
            return when(true, cause, Objects.requireNonNullElse(cause.getMessage(), "no reason given"));
        }
        boolean passes = cause instanceof TryAgain
                || cause instanceof NotCommitted
                || cause instanceof SdkException
                || cause instanceof IOException && !(cause instanceof JacksonException)
                || cause instanceof UncheckedIOException unchecked
                        && !(unchecked.getCause() instanceof JacksonException);
        return passes ? Optional.of(PASSES) : Optional.empty();
    }

    private static Optional<Refusal> when(boolean refused, Throwable cause, String reason) {
        return Optional.of(refused ? new Refusal(reason, cause.getClass().getSimpleName()) : PASSES);
    }
}

package io.vsl.delivery;

import com.fasterxml.jackson.annotation.JsonValue;
import io.vsl.job.Outcome;
import java.util.Optional;
import java.util.stream.Stream;

/** What a webhook tells of. */
public enum WebhookEvent {
    JOB_COMPLETED("job.completed"),
    JOB_FAILED("job.failed"),
    JOB_CANCELLED("job.cancelled"),
    /** The last job of a batch has ended. */
    BATCH_COMPLETED("batch.completed"),
    ENDPOINT_DISABLED("endpoint.disabled"),
    /** That a user has asked for, to see whether it arrives. */
    TEST("test");

    private final String value;

    WebhookEvent(String value) {
        this.value = value;
    }

    /** As it stands in the body's {@code event}. */
    @JsonValue
    public String value() {
        return value;
    }

    /** By its value. */
    public static Optional<WebhookEvent> find(String value) {
        return Stream.of(values()).filter(event -> event.value.equals(value)).findFirst();
    }

    static WebhookEvent of(String value) {
        return find(value).orElseThrow(() -> new IllegalStateException("no such event: " + value));
    }

    public static WebhookEvent of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Completed completed -> JOB_COMPLETED;
            case Outcome.Failed failed -> JOB_FAILED;
            case Outcome.Cancelled cancelled -> JOB_CANCELLED;
        };
    }
}

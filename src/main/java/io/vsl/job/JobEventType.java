package io.vsl.job;

import java.util.Optional;
import java.util.stream.Stream;

/** What can happen to a job, in the order in which it happens. */
public enum JobEventType {
    ACCEPTED("job.accepted", JobAccepted.class),
    STARTED("job.started", JobStarted.class),
    GENERATED("job.generated", JobGenerated.class),
    COMPLETED("job.completed", JobCompleted.class),
    MEDIA_DELETED("job.media-deleted", JobMediaDeleted.class);

    private final String value;
    private final Class<? extends JobEvent> eventClass;

    JobEventType(String value, Class<? extends JobEvent> eventClass) {
        this.value = value;
        this.eventClass = eventClass;
    }

    public static Optional<JobEventType> of(String value) {
        return Stream.of(values()).filter(type -> type.value.equals(value)).findAny();
    }

    /** {@code job.accepted}: the topic's name without the prefix. */
    public String value() {
        return value;
    }

    public Class<? extends JobEvent> eventClass() {
        return eventClass;
    }
}

package io.vsl.job;

/** What can happen to a job, in the order in which it happens. */
public enum JobEventType {
    ACCEPTED("job.accepted", JobAccepted.class),
    STARTED("job.started", JobStarted.class),
    GENERATED("job.generated", JobGenerated.class),
    COMPLETED("job.completed", JobCompleted.class);

    private final String value;
    private final Class<? extends JobEvent> eventClass;

    JobEventType(String value, Class<? extends JobEvent> eventClass) {
        this.value = value;
        this.eventClass = eventClass;
    }

    /** {@code job.accepted}: the topic's name without the prefix. */
    public String value() {
        return value;
    }

    public Class<? extends JobEvent> eventClass() {
        return eventClass;
    }
}

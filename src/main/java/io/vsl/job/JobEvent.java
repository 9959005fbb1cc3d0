package io.vsl.job;

import com.fasterxml.jackson.annotation.JsonIgnore;

/** An event as everybody may read it; the jobs in the stores are the fold of these. */
public sealed interface JobEvent extends Event
        permits JobAccepted, JobStarted, JobGenerated, JobCompleted, JobMediaDeleted {

    @JsonIgnore
    JobEventType type();

    @Override
    @JsonIgnore
    default String topic() {
        return type().value();
    }
}

package io.vsl.job;

/** An event that a stage may tell when it likes. How a job ends it can only propose: conclude alone completes jobs. */
public sealed interface StageEvent extends Event
        permits JobAccepted, JobStarted, JobGenerated, JobStored, JobMediaDeleted, OutcomeProposed {}

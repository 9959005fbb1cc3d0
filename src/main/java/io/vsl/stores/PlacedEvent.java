package io.vsl.stores;

import io.vsl.job.JobEvent;

/** An event and where it stands in the log first. */
public record PlacedEvent(JobEvent event, String topic, int partition, long offset) {}

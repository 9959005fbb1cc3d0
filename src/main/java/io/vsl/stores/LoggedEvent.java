package io.vsl.stores;

import io.vsl.job.JobEvent;
import io.vsl.platform.kafka.Consumed;

/** An event and where it stands in the log. */
public record LoggedEvent(JobEvent event, Consumed at) {}

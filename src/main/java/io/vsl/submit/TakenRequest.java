package io.vsl.submit;

import io.vsl.job.Job;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.kafka.Recorded;
import java.util.List;

/**
 * A request that is in order.
 *
 * @param job        what it asks for
 * @param patience   how many seconds the caller waits for the outcome; 0 when they don't
 * @param mayBeAgain whether a request under the same id may have been taken before
 * @param records    what goes to Kafka: the request as it came, with its user named
 */
public record TakenRequest(Job job, int patience, boolean mayBeAgain, List<Outgoing> records) implements Recorded {}

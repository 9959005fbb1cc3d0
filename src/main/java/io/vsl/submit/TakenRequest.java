package io.vsl.submit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.job.Job;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.kafka.Recorded;
import java.util.List;

/**
 * A request that is in order.
 *
 * @param job        what it asks for
 * @param parameters as they were checked
 * @param patience   how many seconds the caller waits for the outcome; 0 when they don't
 * @param mayBeAgain whether a request under the same id may have been taken before
 * @param records    what goes to Kafka: the request as it came, with its user named
 */
public record TakenRequest(Job job, ObjectNode parameters, int patience, boolean mayBeAgain, List<Outgoing> records)
        implements Recorded {}

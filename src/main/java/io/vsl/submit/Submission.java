package io.vsl.submit;

import io.vsl.job.Job;
import io.vsl.platform.kafka.Outgoing;
import java.util.List;

/**
 * A request that was found good.
 *
 * @param job     as it will be accepted
 * @param records what goes to Kafka: the request as it came, with its user named
 */
public record Submission(Job job, List<Outgoing> records) {
}

package io.vsl.conclude;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The proposals of a poll, with the outcome of each job by now.
 *
 * @param outcomes of all their jobs
 */
public record Concluded(List<Proposal> proposals, Map<UUID, Standing> outcomes) {}

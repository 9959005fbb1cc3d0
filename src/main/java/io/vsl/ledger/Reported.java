package io.vsl.ledger;

import java.util.UUID;

/** That the end of an attempt's prediction is in Kafka, so that it is not reported again and again. */
public record Reported(UUID jobId, int attempt) {}

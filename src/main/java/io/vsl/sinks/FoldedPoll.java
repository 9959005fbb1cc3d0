package io.vsl.sinks;

import io.micrometer.core.instrument.Timer;
import io.vsl.platform.stage.PolledRecord;
import io.vsl.stores.FoldedEvents;
import java.util.List;

/**
 * A poll on its way into a store.
 *
 * @param stage the sink that read it
 * @param records those that are events
 * @param begun when the work on it began
 */
public record FoldedPoll(String stage, List<PolledRecord> records, FoldedEvents events, Timer.Sample begun) {}

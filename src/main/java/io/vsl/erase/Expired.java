package io.vsl.erase;

import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.kafka.Recorded;
import java.util.List;

/** The jobs of a {@link Round}, as records that ask for their files to go. */
public record Expired(List<Outgoing> records) implements Recorded {}

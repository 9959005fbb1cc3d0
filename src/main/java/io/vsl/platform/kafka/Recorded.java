package io.vsl.platform.kafka;

import java.util.List;

/** What comes with the records that tell of it. */
public interface Recorded {

    /** In their order. */
    List<Outgoing> records();
}

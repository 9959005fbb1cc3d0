package io.vsl.devstack;

import java.time.Duration;

/** Is told of each service that has become ready. */
@FunctionalInterface
interface Progress {

    Progress NONE = (service, time) -> {};

    /**
     * Called once a service, from any thread.
     *
     * @param time from the start of its process
     */
    void ready(Service service, Duration time);
}

package io.vsl.platform.http;

import io.vsl.platform.metrics.Refusals;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;

/**
 * What request bodies hold in memory together. Bytes are taken as they arrive, whatever a length claims. The first of each
 * body are not counted, since connections have a bound of their own: so those who hold all the rest lock out nobody whose
 * requests are small.
 */
@Component
class HeldBytes {

    /** Of each body. */
    static final int FREE = 16 * 1024;

    /** How long a body waits for memory. */
    static final Duration WAIT = Duration.ofSeconds(1);

    private final Semaphore left;
    private final int all;
    private final Connections connections;
    private final Refusals refusals;

    HeldBytes(HttpProperties properties, Connections connections, Refusals refusals) {
        this.all = properties.held();
        this.left = new Semaphore(all);
        this.connections = connections;
        this.refusals = refusals;
    }

    /** In bytes. */
    int all() {
        return all;
    }

    /** Whether there were so many; if not, the body that has been silent for longest is cut off. */
    boolean take(int bytes) {
        if (left.tryAcquire(bytes)) {
            return true;
        }
        connections.cutOffSlowestBody();
        return false;
    }

    /** 503, after {@link #WAIT}. */
    Problem none() {
        refusals.count(
                "connection",
                "memory",
                "request bodies hold all that vsl.http.max-held lets them: many large"
                        + " requests at once, or an attack with a valid key; more heap, or more processes");
        return Problem.unavailable("OVERLOADED", "Too many large requests are coming in; send it again", WAIT);
    }

    void give(int bytes) {
        left.release(bytes);
    }
}

package io.vsl.platform.http;

import io.vsl.platform.settings.Within;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the HTTP side. What depends on the heap is derived from it unless it is set.
 *
 * @param maxBody        the largest request body
 * @param maxWebhookBody the largest body of a webhook, whose predictions come with their log
 * @param maxHeld        what bodies may hold in memory together, beyond the first {@value HeldBytes#FREE} bytes of each
 * @param maxConnections connections that are open at once
 * @param maxInFlight    requests at once that are there as a whole and not answered yet
 * @param maxStreamsPerUser streams of events that one user may have open at once
 * @param headTimeout    for the head of a request to come in
 * @param keepAlive      from an answer to the next request of a connection
 * @param bodyTimeout    for a whole body to come in, to which a second is added for each 64 kB that came
 * @param answerTimeout  from a request, with its body, to the end of its answer
 */
@ConfigurationProperties("vsl.http")
record HttpProperties(
        @Within(from = "64KB", to = "64MB") DataSize maxBody,
        @Within(from = "1MB", to = "1GB") DataSize maxWebhookBody,
        @Within(from = "64KB", to = "2047MB") @Nullable DataSize maxHeld,
        @Within(from = "10", to = "100000") @Nullable Integer maxConnections,
        @Within(from = "10", to = "100000") @Nullable Integer maxInFlight,
        @Within(from = "1", to = "100000") int maxStreamsPerUser,
        @Within(from = "1s", to = "1h") Duration headTimeout,
        @Within(from = "1s", to = "1h") Duration keepAlive,
        @Within(from = "1s", to = "1h") Duration bodyTimeout,
        @Within(from = "1s", to = "1h") Duration answerTimeout) {

    /** What the rest of the process lives on. */
    private static final long OTHERS = 128L << 20;

    /** Of a body its JSON, its record and Kafka's buffer are further copies. */
    private static final long SHARE_OF_BODIES = 16;

    /** What a connection holds at most that sends the head of a request, or the uncounted part of its body. */
    private static final long HEAP_OF_CONNECTION = 24 * 1024;

    /** What a request holds, its record and its answer, without a large body. */
    private static final long HEAP_OF_REQUEST = 96 * 1024;

    private static final int LEAST = 200;

    private static final int MOST_CONNECTIONS = 20_000;

    private static final int MOST_IN_FLIGHT = 5_000;

    /** In bytes. */
    int held() {
        long held = maxHeld != null ? maxHeld.toBytes() : Math.max(heap() / SHARE_OF_BODIES, 4 * maxBody.toBytes());
        return (int) Math.min(held, Integer.MAX_VALUE);
    }

    int connections() {
        return maxConnections != null
                ? maxConnections
                : connections(Runtime.getRuntime().maxMemory());
    }

    /** Streams of events: the others are for requests. */
    int streams() {
        return connections() * 7 / 10;
    }

    int inFlight() {
        return maxInFlight != null ? maxInFlight : inFlight(Runtime.getRuntime().maxMemory());
    }

    static int connections(long heap) {
        return fitting(heap, HEAP_OF_CONNECTION, MOST_CONNECTIONS);
    }

    static int inFlight(long heap) {
        return fitting(heap, HEAP_OF_REQUEST, MOST_IN_FLIGHT);
    }

    /**
     * So many that they and the rest of the process fit into two thirds of the heap. A generational collector may keep the
     * last third for what is new: what lives on in it would leave it nothing to do but to collect.
     */
    private static int fitting(long heap, long each, int most) {
        long left = heap * 2 / 3 - OTHERS;
        return (int) Math.max(LEAST, Math.min(most, left / each));
    }

    private static long heap() {
        return Runtime.getRuntime().maxMemory() - OTHERS;
    }
}

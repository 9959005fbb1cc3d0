package io.vsl.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Which jobs are asked for when and how; the same from the same generator. */
record ChaosPlan(List<Order> orders) {

    /** The member of a request's {@code metadata} that has the order's number. */
    static final String NUMBER = "order";

    private static final double DIRECT = 0.10;
    private static final double TWICE = 0.10;
    private static final double CANCELLED = 0.05;
    private static final double WATCHED = 0.20;
    private static final int LONGEST_PAUSE_MS = 8_000;

    /**
     * One request, which is to become one job.
     *
     * @param at          when, counted from the first moment of the soak
     * @param direct      to Kafka, not over REST
     * @param againAfter  when it is sent once more, counted from {@code at}; null when it isn't
     * @param cancelAfter when it is cancelled, counted from its acceptance; null when it isn't
     * @param watched     whether its status is looked at again and again
     * @param key         the record's key, or the request's Idempotency-Key
     * @param request     the request's body
     */
    record Order(
            int number,
            Duration at,
            boolean direct,
            @Nullable Duration againAfter,
            @Nullable Duration cancelAfter,
            boolean watched,
            UUID key,
            JsonNode request) {}

    /**
     * Spreads the orders evenly.
     *
     * @param picture the URL of an input for models that want one
     */
    static ChaosPlan of(RandomGenerator random, int jobs, Duration window, String user, String picture) {
        return new ChaosPlan(IntStream.range(0, jobs)
                .mapToObj(number -> new Order(
                        number,
                        window.multipliedBy(number).dividedBy(jobs),
                        chance(random, DIRECT),
                        sometimes(random, TWICE),
                        sometimes(random, CANCELLED),
                        chance(random, WATCHED),
                        uuid(random),
                        request(random, number, user, picture)))
                .toList());
    }

    private static JsonNode request(RandomGenerator random, int number, String user, String picture) {
        int draw = random.nextInt(100);
        JsonNode request;
        if (draw < 60) {
            request = JobRequest.of(
                    user,
                    "image",
                    "flux-schnell",
                    "a lighthouse, no. " + number,
                    Map.of("megapixels", "\"0.25\"", "num_outputs", String.valueOf(random.nextInt(1, 3))));
        } else if (draw < 75) {
            request = JobRequest.of(user, "image", "sdxl", "a paper boat, no. " + number, Map.of());
        } else if (draw < 95) {
            request = JobRequest.of(user, "audio", "musicgen", "rain, no. " + number, Map.of("duration", "2"));
        } else {
            request = JobRequest.of(user, "video", "stability-video", null, Map.of("image", picture));
        }
        ((ObjectNode) request).putObject("metadata").put(NUMBER, number);
        return request;
    }

    private static boolean chance(RandomGenerator random, double share) {
        return random.nextDouble() < share;
    }

    private static @Nullable Duration sometimes(RandomGenerator random, double share) {
        return chance(random, share) ? Duration.ofMillis(random.nextInt(LONGEST_PAUSE_MS)) : null;
    }

    /** Version 4, as {@link UUID#randomUUID()} makes them. */
    static UUID uuid(RandomGenerator random) {
        return new UUID(random.nextLong() & ~0xF000L | 0x4000L, random.nextLong() & ~(3L << 62) | 2L << 62);
    }
}

package io.vsl.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Which jobs are asked for when and how; the same from the same generator. */
record ChaosPlan(List<Order> orders) {

    /** The member of a request's {@code metadata} that has the order's number. */
    static final String NUMBER = "order";

    /** Where the simulator has a picture. */
    static final String PICTURE = "/_sim/sample.png";

    private static final double DIRECT = 0.10;
    private static final double TWICE = 0.10;
    private static final double CANCELLED = 0.05;
    private static final double WATCHED = 0.20;
    /** Of the jobs of a model that may be given a picture. */
    private static final double UPLOADED = 0.40;

    private static final int LONGEST_PAUSE_MS = 8_000;
    /** The first orders are videos that nobody cancels, so that there is something to join. */
    private static final int FIRST_VIDEOS = 4;

    private static final int JOBS_FOR_A_COMPILATION = 50;
    private static final int COMPILATIONS_AT_LEAST = 2;

    /**
     * One request, which is to become one job.
     *
     * @param at          when, counted from the first moment of the soak
     * @param direct      to Kafka, not over REST
     * @param againAfter  when it is sent once more, counted from {@code at}; null when it isn't
     * @param cancelAfter when it is cancelled, counted from its acceptance; null when it isn't
     * @param watched     whether its status is looked at again and again
     * @param key         the record's key, or the request's Idempotency-Key
     * @param request     the request's body, without what is still needed
     * @param needs       what has to be there first; null when that is nothing
     */
    record Order(
            int number,
            Duration at,
            boolean direct,
            @Nullable Duration againAfter,
            @Nullable Duration cancelAfter,
            boolean watched,
            UUID key,
            JsonNode request,
            @Nullable Need needs) {

        boolean isVideo() {
            return request.path("mediaType").asText().equals("video");
        }
    }

    /** What has to be there before an order can be sent. */
    sealed interface Need {}

    /** A picture of the order's own, uploaded. */
    record Upload() implements Need {}

    /**
     * A compilation: which of the videos that are there by then become one.
     *
     * @param videos how many
     * @param first  where to begin among those that there are; further ones follow it
     */
    record Joins(int videos, int first) implements Need {

        /** Of {@code there}, which isn't empty; a video comes again where there are too few. */
        List<String> of(List<String> there) {
            return IntStream.range(0, videos)
                    .mapToObj(next -> there.get((first + next) % there.size()))
                    .toList();
        }
    }

    /**
     * Spreads the orders evenly, and the compilations among them.
     *
     * @param picture the URL of an input for models that want one
     */
    static ChaosPlan of(RandomGenerator random, int jobs, Duration window, String user, String picture) {
        Set<Integer> compilations = compilations(jobs);
        return new ChaosPlan(IntStream.range(0, jobs)
                .mapToObj(number -> {
                    Duration at = window.multipliedBy(number).dividedBy(jobs);
                    if (compilations.contains(number)) {
                        return compilation(random, number, at, user);
                    }
                    return number < FIRST_VIDEOS
                            ? firstVideo(random, number, at, user, picture)
                            : any(random, number, at, user, picture);
                })
                .toList());
    }

    /** The numbers of the orders that are compilations, each in the middle of its share. */
    private static Set<Integer> compilations(int jobs) {
        int count = Math.max(COMPILATIONS_AT_LEAST, jobs / JOBS_FOR_A_COMPILATION);
        return IntStream.range(0, count)
                .map(i -> jobs * (2 * i + 1) / (2 * count))
                .filter(number -> number >= FIRST_VIDEOS)
                .boxed()
                .collect(Collectors.toSet());
    }

    private static Order any(RandomGenerator random, int number, Duration at, String user, String picture) {
        JsonNode request = numbered(request(random, number, user, picture), number);
        boolean uploads = request.path("modelId").asText().equals("sdxl") && chance(random, UPLOADED);
        return new Order(
                number,
                at,
                chance(random, DIRECT),
                sometimes(random, TWICE),
                sometimes(random, CANCELLED),
                chance(random, WATCHED),
                uuid(random),
                request,
                uploads ? new Upload() : null);
    }

    private static Order firstVideo(RandomGenerator random, int number, Duration at, String user, String picture) {
        return new Order(
                number,
                at,
                chance(random, DIRECT),
                sometimes(random, TWICE),
                null,
                true,
                uuid(random),
                numbered(video(user, picture), number),
                null);
    }

    private static Order compilation(RandomGenerator random, int number, Duration at, String user) {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("userId", user);
        return new Order(
                number,
                at,
                false,
                sometimes(random, TWICE),
                sometimes(random, CANCELLED),
                true,
                uuid(random),
                numbered(request, number),
                new Joins(random.nextInt(2, 4), random.nextInt(number)));
    }

    private static JsonNode request(RandomGenerator random, int number, String user, String picture) {
        int draw = random.nextInt(100);
        if (draw < 60) {
            return JobRequest.of(
                    user,
                    "image",
                    "flux-schnell",
                    "a lighthouse, no. " + number,
                    Map.of("megapixels", "\"0.25\"", "num_outputs", String.valueOf(random.nextInt(1, 3))));
        } else if (draw < 75) {
            return JobRequest.of(user, "image", "sdxl", "a paper boat, no. " + number, Map.of());
        } else if (draw < 95) {
            return JobRequest.of(user, "audio", "musicgen", "rain, no. " + number, Map.of("duration", "2"));
        }
        return video(user, picture);
    }

    private static JsonNode video(String user, String picture) {
        return JobRequest.of(user, "video", "stability-video", null, Map.of("image", picture));
    }

    private static JsonNode numbered(JsonNode request, int number) {
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

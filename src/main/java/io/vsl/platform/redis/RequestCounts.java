package io.vsl.platform.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/**
 * {@code ratelimit:user:{userId}:{window}}: how many requests a user has made since the first one of the window, by the
 * count of all processes. A window that has ended is forgotten, and the next begins with the next request.
 */
@Component
public class RequestCounts {

    private static final String KEY = "ratelimit:user:";

    /**
     * KEYS: windows; ARGV: limit and seconds of each. Counts in all windows or, when one is full, in none. Returns
     * whether it did (1 or 0), then the count of each window and the ms until it ends.
     */
    private static final RedisScript<List<Long>> COUNT = RedisScript.ofNumbers("""
            local counts, room = {}, 1
            for i, key in ipairs(KEYS) do
              counts[i] = tonumber(redis.call('GET', key) or '0')
              if counts[i] >= tonumber(ARGV[2 * i - 1]) then room = 0 end
            end
            local answer = {room}
            for i, key in ipairs(KEYS) do
              if room == 1 then
                counts[i] = redis.call('INCR', key)
                if counts[i] == 1 then redis.call('EXPIRE', key, ARGV[2 * i]) end
              end
              answer[2 * i], answer[2 * i + 1] = counts[i], math.max(0, redis.call('PTTL', key))
            end
            return answer
            """);

    private final RedisConnection redis;

    RequestCounts(RedisConnection redis) {
        this.redis = redis;
    }

    /**
     * At most so many requests in so long.
     *
     * @param name such as {@code hour}
     */
    public record Window(String name, Duration length, int limit) {}

    /**
     * How a user stands after a request, in the window that has the least left.
     *
     * @param granted   whether there was room in all windows; otherwise the request is not counted
     * @param limit     of that window
     * @param remaining how many requests more it takes
     * @param ends      how long until it is forgotten
     */
    public record Standing(boolean granted, int limit, int remaining, Duration ends) {}

    /**
     * Counts a request of a user.
     *
     * @param windows at least one
     * @return fails with a RedisException when Redis is away; with a RejectedScript when it is not, and counts nothing
     */
    public CompletionStage<Standing> count(String userId, List<Window> windows) {
        List<String> keys = windows.stream()
                .map(window -> KEY + userId + ":" + window.name())
                .toList();
        List<String> arguments = new ArrayList<>();
        for (Window window : windows) {
            arguments.add(Integer.toString(window.limit()));
            arguments.add(Long.toString(window.length().toSeconds()));
        }
        return COUNT.send(redis, keys, arguments.toArray(String[]::new))
                .thenApply(answer -> leastLeft(windows, answer));
    }

    private static Standing leastLeft(List<Window> windows, List<Long> answer) {
        boolean granted = answer.get(0) == 1;
        return IntStream.range(0, windows.size())
                .mapToObj(i -> standing(granted, windows.get(i).limit(), answer.get(2 * i + 1), answer.get(2 * i + 2)))
                .min(Comparator.comparingInt(Standing::remaining)
                        .thenComparing(Comparator.comparing(Standing::ends).reversed()))
                .orElseThrow();
    }

    /** A limit may have been lowered below what was counted by then. */
    private static Standing standing(boolean granted, int limit, long count, long millis) {
        return new Standing(granted, limit, (int) Math.max(0, limit - count), Duration.ofMillis(millis));
    }
}

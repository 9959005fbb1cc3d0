package io.vsl.devstack.simulator;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How many predictions were created, in all, for each webhook URL, for each job and for each attempt of it: the values
 * of the webhook URL's query parameters {@code job} and {@code attempt}, the latter 1 when absent. Only the newest
 * million jobs and attempts and hundred thousand webhook URLs are remembered.
 */
final class Counts {

    private final Map<String, Integer> byWebhook = new Newest(100_000);
    private final Map<String, Integer> byJob = new Newest(1_000_000);
    /** By {@code job/attempt}. */
    private final Map<String, Integer> byAttempt = new Newest(1_000_000);

    private long total;
    private long repeatedJobs;
    private long repeatedAttempts;

    void created(Order order) {
        total++;
        if (order.webhook() != null) {
            byWebhook.merge(order.webhook(), 1, Integer::sum);
            String job = job(order.webhook());
            if (job != null) {
                if (byJob.merge(job, 1, Integer::sum) == 2) {
                    repeatedJobs++;
                }
                String attempt = Objects.requireNonNullElse(parameter("attempt", order.webhook()), "1");
                if (byAttempt.merge(job + "/" + attempt, 1, Integer::sum) == 2) {
                    repeatedAttempts++;
                }
            }
        }
    }

    void clear() {
        total = 0;
        repeatedJobs = 0;
        repeatedAttempts = 0;
        byWebhook.clear();
        byJob.clear();
        byAttempt.clear();
    }

    long total() {
        return total;
    }

    int of(String job) {
        return byJob.getOrDefault(job, 0);
    }

    /**
     * All counts that are at least {@code least}; {@code repeatedJobs} have more than one prediction, and so has each
     * of {@code repeatedAttempts}.
     */
    JsonObject toJson(int least) {
        return new JsonObject()
                .put("total", total)
                .put("jobs", byJob.size())
                .put("repeatedJobs", repeatedJobs)
                .put("repeatedAttempts", repeatedAttempts)
                .put("webhooks", byWebhook.size())
                .put("byJob", atLeast(byJob, least))
                .put("byAttempt", atLeast(byAttempt, least))
                .put("byWebhook", atLeast(byWebhook, least));
    }

    /** The job in a webhook's URL, or null. */
    static @Nullable String job(String webhook) {
        return parameter("job", webhook);
    }

    private static @Nullable String parameter(String name, String webhook) {
        String query = URI.create(webhook).getRawQuery();
        if (query != null) {
            for (String pair : query.split("&")) {
                if (pair.startsWith(name + "=")) {
                    return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
                }
            }
        }
        return null;
    }

    private static JsonObject atLeast(Map<String, Integer> counts, int least) {
        JsonObject json = new JsonObject();
        counts.forEach((name, count) -> {
            if (count >= least) {
                json.put(name, count);
            }
        });
        return json;
    }

    /** Counts that forget the oldest name when there are too many. */
    private static final class Newest extends LinkedHashMap<String, Integer> {

        private static final long serialVersionUID = 1L;

        private final int most;

        Newest(int most) {
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > most;
        }
    }
}

package io.vsl.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Looks at the status of some jobs again and again, as their client would. */
final class ChaosWatch implements Runnable {

    private static final Set<String> ENDS = Set.of("completed", "failed", "cancelled");
    private static final int PAUSE_MS = 20;

    private final List<String> urls;
    private final Map<String, String> headers;
    private final JsonHttp http = new JsonHttp();
    private final Map<String, List<String>> seen = new ConcurrentHashMap<>();
    private volatile boolean over;

    ChaosWatch(List<String> urls, String apiKey) {
        this.urls = urls;
        this.headers = Map.of("X-API-Key", apiKey);
    }

    void add(String jobId) {
        seen.putIfAbsent(jobId, new CopyOnWriteArrayList<>());
    }

    /** What each job's client saw, one after the other, without what it saw just before. */
    Map<String, List<String>> seen() {
        return seen;
    }

    /** The {@link #standing} that a job's client saw last; empty when it has seen none. */
    String last(String jobId) {
        List<String> ofJob = seen.getOrDefault(jobId, List.of());
        return ofJob.isEmpty() ? "" : ofJob.getLast();
    }

    @Override
    public void run() {
        try {
            for (int turn = 0; !over; turn++) {
                for (String jobId : seen.keySet()) {
                    look(jobId, urls.get(turn % urls.size()));
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            }
            for (String jobId : seen.keySet()) {
                look(jobId, urls.get(0));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the watch after one last look at each. */
    void finish() {
        over = true;
    }

    /** How a job stands, in a word; of one that has ended, in as many as tell it from any other end. */
    static String standing(JsonNode job) {
        return standing(job, "completedAt");
    }

    /** @param endedAt the member that tells when the job ended */
    static String standing(JsonNode job, String endedAt) {
        String status = job.path("status").asText();
        return hasEnded(status)
                ? String.join(
                        " ",
                        status,
                        job.path("error").path("code").asText("-"),
                        job.path(endedAt).asText())
                : status;
    }

    /** @param standing or the status that it begins with */
    static boolean hasCompleted(String standing) {
        return standing.split(" ")[0].equals("completed");
    }

    /** @param standing or the status that it begins with */
    static boolean hasEnded(String standing) {
        return ENDS.contains(standing.split(" ")[0]);
    }

    private void look(String jobId, String url) throws InterruptedException {
        try {
            JsonHttp.Answer answer = http.get(url + "/status/" + jobId, headers);
            List<String> before = Objects.requireNonNull(seen.get(jobId));
            if (answer.status() == 200) {
                String now = standing(answer.body());
                if (before.isEmpty() || !before.getLast().equals(now)) {
                    before.add(now);
                }
            }
        } catch (IOException away) {
            // The next look will tell.
        }
    }
}

package io.vsl.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Watches jobs until they have ended: a bar each where a person looks, a line for each change of status elsewhere. The
 * bar is time passed against time estimated; nothing tells how far a model really is.
 */
final class JobWatch {

    /** Replicate ends a run after 30 minutes; with time in the queue before it. */
    static final Duration LONGEST_JOB = Duration.ofHours(1);

    private static final Set<String> ENDS = Set.of("completed", "failed", "cancelled");
    private static final int LOOK_EVERY_MS = 250;
    private static final double ALMOST = 0.97;

    private final VslClient vsl;
    private final Terminal terminal;
    private final double speed;

    /** @param speed how many times faster than estimated jobs run here */
    JobWatch(VslClient vsl, Terminal terminal, double speed) {
        this.vsl = vsl;
        this.terminal = terminal;
        this.speed = speed;
    }

    /**
     * The jobs as they ended, in the same order.
     *
     * @throws UserError when one hasn't ended within the limit
     */
    List<JsonNode> untilEnd(List<String> jobIds, Duration limit) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        List<JsonNode> jobs = look(jobIds);
        show(List.of(), jobs, 0);
        while (!jobs.stream().allMatch(JobWatch::hasEnded)) {
            if (System.nanoTime() - begin > limit.toNanos()) {
                throw new UserError("Not ended within " + limit.toMinutes() + " minutes: "
                        + jobs.stream()
                                .filter(job -> !hasEnded(job))
                                .map(job -> job.path("jobId").asText())
                                .toList());
            }
            Thread.sleep(LOOK_EVERY_MS);
            List<JsonNode> before = jobs;
            jobs = look(jobIds);
            show(before, jobs, (System.nanoTime() - begin) / 1e9);
        }
        return jobs;
    }

    static boolean hasEnded(JsonNode job) {
        return ENDS.contains(job.path("status").asText());
    }

    private List<JsonNode> look(List<String> jobIds) throws IOException, InterruptedException {
        List<JsonNode> jobs = new ArrayList<>();
        for (String jobId : jobIds) {
            jobs.add(vsl.status(jobId));
        }
        return jobs;
    }

    private void show(List<JsonNode> before, List<JsonNode> jobs, double elapsed) {
        if (terminal.isInteractive() && !before.isEmpty()) {
            terminal.redraw(jobs.stream().map(job -> withBar(job, elapsed)).toList());
        } else if (terminal.isInteractive()) {
            jobs.forEach(job -> terminal.progress(withBar(job, elapsed)));
        } else {
            for (int i = 0; i < jobs.size(); i++) {
                if (before.isEmpty() || !status(before.get(i)).equals(status(jobs.get(i)))) {
                    terminal.progress(describe(jobs.get(i)) + "  " + status(jobs.get(i)));
                }
            }
        }
    }

    private String withBar(JsonNode job, double elapsed) {
        double estimated = job.path("estimatedTime").asDouble(1) / speed;
        double share = hasEnded(job) ? 1 : Math.min(ALMOST, elapsed / estimated);
        String status = status(job);
        String shown =
                switch (status) {
                    case "completed" -> terminal.green(status);
                    case "failed", "cancelled" -> terminal.red(status);
                    default -> status;
                };
        String time = job.has("processingTime")
                ? Terminal.seconds(job.get("processingTime").asDouble())
                : "";
        return describe(job) + "  " + terminal.bar(share) + " %3d %%  ".formatted(Math.round(share * 100)) + shown
                + "  " + terminal.dim(time);
    }

    private static String describe(JsonNode job) {
        return "  %-6s %-16s"
                .formatted(job.path("mediaType").asText(), job.path("modelId").asText());
    }

    private static String status(JsonNode job) {
        return job.path("status").asText();
    }
}

package io.vsl.job;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Events of jobs in any order, more than once, with gaps, with several attempts and with several outcomes. */
public final class JobHistories {

    private JobHistories() {}

    /** Some of the events of one job, as they might come. */
    public static Arbitrary<List<JobEvent>> of(UUID jobId, Instant createdAt) {
        List<JobEvent> all = all(jobId, createdAt.truncatedTo(ChronoUnit.MILLIS));
        Arbitrary<List<JobEvent>> shuffled = Arbitraries.shuffle(all);
        Arbitrary<List<JobEvent>> repeated = Arbitraries.of(all).list().ofMaxSize(6);
        return Combinators.combine(shuffled, Arbitraries.integers().between(1, all.size()), repeated)
                .as((order, kept, again) -> {
                    List<JobEvent> events = new ArrayList<>(order.subList(0, kept));
                    again.stream().filter(events::contains).forEach(events::add);
                    return events;
                });
    }

    /** A file of a job. */
    public static Output image() {
        return new Output(
                "original.png",
                "",
                Output.Derived.NONE,
                new Output.Content("image/png", null, 5, "0".repeat(64)),
                new Output.Measures(null, 8, 8, null),
                Output.Traits.NONE);
    }

    /** All that can happen to one job: three attempts, four outcomes, and its files go. */
    private static List<JobEvent> all(UUID id, Instant createdAt) {
        JobRequest request = new JobRequest(
                "user123", MediaType.IMAGE, "flux-schnell", JsonNodeFactory.instance.objectNode(), null, null);
        Job pending = Job.pending(
                id, request, createdAt, new Estimate(new BigDecimal("5"), new BigDecimal("0.003"), null, List.of()));
        List<JobEvent> events = new ArrayList<>();
        events.add(new JobAccepted(
                pending,
                JsonNodeFactory.instance.objectNode(),
                new PredictionRequest("/predictions", null, JsonNodeFactory.instance.objectNode(), 0, null)));
        for (int attempt = 1; attempt <= 3; attempt++) {
            Job processing = pending.processing("p%d%s".formatted(attempt, id), attempt);
            Instant at = createdAt.plusSeconds(attempt);
            events.add(new JobStarted(processing, attempt, at));
            events.add(new JobGenerated(
                    processing,
                    attempt,
                    new GeneratedOutputs(List.of("https://replicate.delivery/x"), List.of(""), Map.of(), 0, 0, null),
                    at));
        }
        for (ErrorCode code : List.of(ErrorCode.CANCELLED, ErrorCode.MODEL_ERROR, ErrorCode.TIMEOUT)) {
            events.add(new JobCompleted(pending.failed(JobError.of(code, "it ended so"), createdAt.plusSeconds(9))));
        }
        Job completed = pending.processing("p1" + id, 1)
                .completed(
                        new JobResult("images/user123/x", List.of(image()), Map.of(), List.of(), 0),
                        createdAt.plusSeconds(8));
        events.add(new JobCompleted(completed));
        events.add(new JobMediaDeleted(completed.withoutMedia(createdAt.plusSeconds(20))));
        return events;
    }
}

package io.vsl.submit;

import io.vsl.budget.RoomLeft;
import io.vsl.job.Job;
import io.vsl.platform.http.Problem;
import io.vsl.platform.metrics.JobMeters;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Body;
import org.springframework.stereotype.Component;

/**
 * Turns a request away that costs more than is left of its user's budget, before Kafka has it. What is let through is
 * decided by admit.
 */
@Component("lookAtBudget")
class LookAtBudget {

    private final RoomLeft room;
    private final IdentifyJob identifyJob;
    private final JobMeters meters;

    LookAtBudget(RoomLeft room, IdentifyJob identifyJob, JobMeters meters) {
        this.room = room;
        this.identifyJob = identifyJob;
        this.meters = meters;
    }

    /**
     * A request that may have been taken before is taken again: it is the same job, whatever is left by now.
     *
     * @return fails with a Problem 402
     */
    public CompletionStage<TakenRequest> look(@Body TakenRequest taken) {
        return taken.mayBeAgain()
                ? CompletableFuture.completedFuture(taken)
                : room.tooLittleFor(taken.job())
                        .thenCompose(left -> left.isEmpty()
                                ? CompletableFuture.completedFuture(taken)
                                : refuse(taken.job(), left.orElseThrow().toPlainString()));
    }

    /** With the same Idempotency-Key it may come again, once there is more. */
    private CompletionStage<TakenRequest> refuse(Job job, String left) {
        meters.beyondBudget();
        Problem problem = Problem.of(
                402,
                "BUDGET_EXCEEDED",
                "The estimated cost, %s USD, is more than the %s USD that are left of the budget for this month"
                        .formatted(
                                Optional.ofNullable(job.estimatedCost())
                                        .orElseThrow()
                                        .toPlainString(),
                                left));
        return identifyJob.forget(job.jobId()).thenCompose(forgotten -> CompletableFuture.failedFuture(problem));
    }
}

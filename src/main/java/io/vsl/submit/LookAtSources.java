package io.vsl.submit;

import io.vsl.job.Compilation;
import io.vsl.job.Compilation.Source;
import io.vsl.job.FieldError;
import io.vsl.platform.http.Problem;
import io.vsl.stores.SeenJobs;
import io.vsl.stores.SeenJobs.Seen;
import io.vsl.stores.SourceState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Turns a compilation away that something is wrong with which is known already, before Kafka has it. What is let through,
 * and what nobody can say now, is decided by the stage that makes it.
 */
@Component("lookAtSources")
class LookAtSources {

    private static final Logger LOG = LoggerFactory.getLogger(LookAtSources.class);

    private final SeenJobs seenJobs;
    private final IdentifyJob identifyJob;
    private final ExecutorService aside;

    LookAtSources(SeenJobs seenJobs, IdentifyJob identifyJob, @Qualifier("aside") ExecutorService aside) {
        this.seenJobs = seenJobs;
        this.identifyJob = identifyJob;
        this.aside = aside;
    }

    /**
     * A request that may have been taken before is taken again: it is the same job, whatever became of its sources.
     *
     * @return fails with a Problem 400 that has every fault
     */
    public CompletionStage<TakenRequest> look(@Body TakenRequest taken) {
        return taken.mayBeAgain()
                ? CompletableFuture.completedFuture(taken)
                : CompletableFuture.supplyAsync(() -> faults(taken), aside)
                        .thenCompose(faults ->
                                faults.isEmpty() ? CompletableFuture.completedFuture(taken) : refuse(taken, faults));
    }

    private List<FieldError> faults(TakenRequest taken) {
        List<FieldError> faults = new ArrayList<>();
        List<Source> sources = Compilation.of(taken.parameters()).sources();
        try {
            Map<UUID, Seen> seen =
                    seenJobs.look(sources.stream().map(Source::jobId).toList());
            String userId = Objects.requireNonNull(taken.job().userId());
            for (Source source : sources) {
                Seen one = seen.getOrDefault(source.jobId(), Seen.NOTHING);
                if (SourceState.of(source, one, userId) instanceof SourceState.Unusable no) {
                    faults.add(new FieldError(source.name(), no.code(), no.message()));
                }
            }
        } catch (DataAccessException e) {
            LOG.atWarn()
                    .addKeyValue("action", "submit")
                    .addKeyValue("jobId", taken.job().jobId())
                    .addKeyValue("error", e.toString())
                    .log("PostgreSQL can't be asked about the jobs of a compilation");
        }
        return faults;
    }

    /** With the same Idempotency-Key it may come again, once they are there. */
    private CompletionStage<TakenRequest> refuse(TakenRequest taken, List<FieldError> faults) {
        return identifyJob
                .forget(taken.job().jobId())
                .thenCompose(forgotten -> CompletableFuture.failedFuture(Problem.invalid(faults)));
    }
}

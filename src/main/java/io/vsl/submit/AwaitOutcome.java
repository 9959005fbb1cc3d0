package io.vsl.submit;

import io.vsl.job.FieldError;
import io.vsl.job.Job;
import io.vsl.job.JobEventType;
import io.vsl.job.JobSnapshot;
import io.vsl.platform.feed.FeedEvent;
import io.vsl.platform.feed.FeedListener;
import io.vsl.platform.feed.Interest;
import io.vsl.platform.feed.JobFeed;
import io.vsl.platform.http.Problem;
import io.vsl.platform.loop.Failures;
import io.vsl.stores.PostgresJobs;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** {@code Prefer: wait=N} (RFC 7240): the answer may wait for the job's outcome. Whatever stands in the way, it waits less. */
@Component
class AwaitOutcome {

    private static final Logger LOG = LoggerFactory.getLogger(AwaitOutcome.class);

    private static final int LONGEST = 60;

    private static final Pattern WAIT = Pattern.compile(
            "(?:^|[,;])\\s*wait\\s*(?:=\\s*\"?([^\",;\\s]*)\"?)?\\s*(?=[,;]|$)", Pattern.CASE_INSENSITIVE);

    private final JobFeed feed;
    private final PostgresJobs jobs;
    private final ExecutorService aside;

    AwaitOutcome(JobFeed feed, PostgresJobs jobs, @Qualifier("aside") ExecutorService aside) {
        this.feed = feed;
        this.jobs = jobs;
        this.aside = aside;
    }

    /**
     * How many seconds the caller wants to wait; 0 when they don't.
     *
     * @param prefer the header: null, a text, or a list of several
     * @throws Problem 400 when that is too long, or no number
     */
    static int seconds(@Nullable Object prefer) {
        Stream<?> values = prefer instanceof List<?> several ? several.stream() : Stream.ofNullable(prefer);
        return values.map(Object::toString)
                .map(WAIT::matcher)
                .filter(Matcher::find)
                .findFirst()
                .map(wait -> wait.group(1) == null ? LONGEST : number(wait.group(1)))
                .orElse(0);
    }

    private static int number(String text) {
        int seconds = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
        if (seconds < 1 || seconds > LONGEST) {
            throw Problem.invalid(List.of(
                    new FieldError("Prefer", "OUT_OF_RANGE", "wait must be from 1 to %d seconds".formatted(LONGEST))));
        }
        return seconds;
    }

    /**
     * The job with its outcome; nothing when there is none in time.
     *
     * @return never fails
     */
    CompletionStage<Optional<Job>> await(UUID jobId, int seconds) {
        Waiting waiting = new Waiting();
        if (jobId.version() != IdentifyJob.NEW) {
            // It may have been sent before, and have ended long ago.
            aside.execute(() -> lookUp(jobId, waiting));
        }
        feed.follow(new Interest.OfJob(jobId), null, waiting).whenComplete((subscription, failure) -> {
            if (failure != null) {
                LOG.atWarn()
                        .addKeyValue("action", "submit")
                        .addKeyValue("jobId", jobId)
                        .addKeyValue("error", Failures.of(failure).toString())
                        .log("The job's outcome can't be waited for");
                waiting.lost();
                return;
            }
            subscription.recent().forEach(waiting::told);
            var unused = waiting.outcome.whenComplete(
                    (outcome, none) -> subscription.close().run());
        });
        return waiting.outcome.completeOnTimeout(Optional.empty(), seconds, TimeUnit.SECONDS);
    }

    private void lookUp(UUID jobId, Waiting waiting) {
        try {
            jobs.find(jobId)
                    .map(JobSnapshot::job)
                    .filter(Job::isTerminal)
                    .ifPresent(job -> waiting.outcome.complete(Optional.of(job)));
        } catch (DataAccessException e) {
            LOG.atDebug()
                    .addKeyValue("action", "submit")
                    .setCause(e)
                    .log("PostgreSQL can't say whether the job has ended");
        }
    }

    private static final class Waiting implements FeedListener {

        private final CompletableFuture<Optional<Job>> outcome = new CompletableFuture<>();

        @Override
        public void told(FeedEvent event) {
            if (event.type() == JobEventType.COMPLETED) {
                // Whoever waits goes on elsewhere.
                var unused = outcome.completeAsync(() -> Optional.of(event.job()));
            }
        }

        @Override
        public void lost() {
            outcome.complete(Optional.empty());
        }
    }
}

package io.vsl.status;

import io.vsl.job.JobSnapshot;
import io.vsl.platform.http.Problem;
import io.vsl.platform.security.Caller;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The search for a job, from one who may know it to the next. It decides which store is believed.
 *
 * <p>A job that is not the caller's is not there, in whichever store it stands: it is looked for as long as one that never
 * was, so that nobody tells the two apart by how long an answer takes.
 *
 * <p>Each sink has its own pace, and Redis may lose writes: whoever has read an outcome in one store must not read in
 * another that the job still runs. So an outcome is believed wherever it stands, that a job runs only of Redis where Redis
 * can't have forgotten, and else of PostgreSQL, which has an outcome before anybody is told. A store that is away says
 * nothing; but without PostgreSQL nobody can say that a job runs, or that there is none.
 *
 * @param caller  who asks
 * @param known   the newest that was found
 * @param next    who is to be asked now
 * @param looks   how often PostgreSQL was asked
 * @param isAllAdmitted whether the job, if it is unknown, can't be among requests that wait for admit
 * @param problem why nothing can be said; null as long as something may
 */
public record Lookup(
        UUID jobId,
        Caller caller,
        Optional<JobSnapshot> known,
        Next next,
        int looks,
        boolean isAllAdmitted,
        @Nullable Problem problem) {

    /** Two seconds, at a pause of 100 ms. */
    private static final int MOST_LOOKS = 21;

    /** Who can be asked. */
    enum Next {
        REDIS,
        DYNAMODB,
        POSTGRES,
        /** The clock: an outcome is on its way into the stores. */
        LATER,
        /** The brokers: the request may wait for admit. */
        ADMIT,
        NOBODY
    }

    static Lookup of(UUID jobId, Caller caller) {
        return new Lookup(jobId, caller, Optional.empty(), Next.REDIS, 0, false, null);
    }

    public boolean isOpen() {
        return next != Next.NOBODY;
    }

    /** {@code dynamodb}, the end of the name of the route that asks. */
    public String whom() {
        return next.name().toLowerCase(Locale.ROOT);
    }

    /** Whether Redis alone could say it. */
    boolean isFromRedis() {
        return looks == 0 && next == Next.NOBODY && problem == null;
    }

    /** The job, if it is the caller's. */
    Optional<JobSnapshot> theirs(Optional<JobSnapshot> found) {
        return found.filter(snapshot -> caller.owns(snapshot.job().userId()));
    }

    /**
     * With what Redis has.
     *
     * @param found      the caller's
     * @param isBelieved whether it can't have forgotten that the job has ended, if it says that the job runs
     */
    Lookup redis(Optional<JobSnapshot> found, boolean isBelieved) {
        boolean isTheLastWord =
                found.map(snapshot -> snapshot.job().isTerminal() || isBelieved).orElse(false);
        return new Lookup(
                jobId, caller, found, isTheLastWord ? Next.NOBODY : Next.DYNAMODB, looks, isAllAdmitted, null);
    }

    /** With what the one says who was asked. */
    Lookup told(Answer answer) {
        return switch (answer) {
            case Answer.Recent recent -> recent(newest(theirs(recent.found())));
            case Answer.History history when isAnothers(history) -> history(known, false);
            case Answer.History history -> history(newest(history.found()), history.ended());
            case Answer.Away away ->
                next == Next.DYNAMODB
                        ? ask(Next.POSTGRES)
                        : unavailable("The job can't be looked up right now", Duration.ofSeconds(5));
            case Answer.Later later -> ask(Next.DYNAMODB);
            case Answer.AllAdmitted admitted -> new Lookup(jobId, caller, known, Next.DYNAMODB, looks, true, null);
        };
    }

    private Lookup recent(Optional<JobSnapshot> found) {
        return new Lookup(
                jobId,
                caller,
                found,
                hasEnded(found) ? Next.NOBODY : Next.POSTGRES,
                looks + (hasEnded(found) ? 1 : 0),
                isAllAdmitted,
                null);
    }

    private Lookup history(Optional<JobSnapshot> found, boolean ended) {
        Lookup looked = new Lookup(jobId, caller, found, Next.NOBODY, looks + 1, isAllAdmitted, null);
        if (ended && !hasEnded(found)) {
            return looked.looks < MOST_LOOKS
                    ? looked.ask(Next.LATER)
                    : looked.unavailable("The job has ended, and its outcome is on its way", Duration.ofSeconds(1));
        }
        return found.isPresent() || isAllAdmitted ? looked : looked.ask(Next.ADMIT);
    }

    private boolean isAnothers(Answer.History history) {
        return history.userId() != null && !caller.owns(history.userId());
    }

    private Lookup ask(Next other) {
        return new Lookup(jobId, caller, known, other, looks, isAllAdmitted, null);
    }

    private Lookup unavailable(String why, Duration retryAfter) {
        return new Lookup(
                jobId,
                caller,
                known,
                Next.NOBODY,
                looks,
                isAllAdmitted,
                Problem.unavailable("STATUS_UNAVAILABLE", why, retryAfter));
    }

    private Optional<JobSnapshot> newest(Optional<JobSnapshot> found) {
        return known.filter(it -> found.isEmpty() || !found.get().isNewerThan(it))
                .or(() -> found);
    }

    private static boolean hasEnded(Optional<JobSnapshot> found) {
        return found.filter(snapshot -> snapshot.job().isTerminal()).isPresent();
    }
}

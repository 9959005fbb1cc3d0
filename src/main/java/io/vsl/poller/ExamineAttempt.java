package io.vsl.poller;

import io.vsl.job.ErrorCode;
import io.vsl.job.JobError;
import io.vsl.ledger.Known;
import io.vsl.ledger.OpenAttempt;
import io.vsl.poller.Finding.Absent;
import io.vsl.poller.Finding.Found;
import io.vsl.poller.Finding.GivenUp;
import io.vsl.poller.Finding.Gone;
import io.vsl.poller.Finding.Nothing;
import io.vsl.poller.Finding.Over;
import io.vsl.provider.Answered;
import io.vsl.provider.Call;
import io.vsl.provider.Listing;
import io.vsl.provider.Look;
import io.vsl.provider.Prediction;
import io.vsl.provider.Progress;
import io.vsl.provider.Provider;
import io.vsl.provider.Providers;
import io.vsl.provider.Request;
import io.vsl.provider.SignedContext;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.ExchangeException;
import org.springframework.stereotype.Component;

/** What the ledger, and what providers say, mean for an attempt. It does no I/O, and tells nobody: see {@link TellFinding}. */
@Component("examineAttempt")
public class ExamineAttempt {

    /** From a prediction that is over to the outcome of its job, through the longest outage of the stages after. */
    private static final Duration LONGEST_WAY = Duration.ofDays(7);

    private final Providers providers;
    private final SignedContext contexts;
    private final PollerProperties properties;

    ExamineAttempt(Providers providers, SignedContext contexts, PollerProperties properties) {
        this.providers = providers;
        this.contexts = contexts;
        this.properties = properties;
    }

    /** What is to be done: a {@link Call} that asks for the prediction, a {@link Search} for it, or a {@link Finding}. */
    public Object begin(OpenAttempt attempt) {
        return switch (attempt.state()) {
            // It is known that there is no prediction, and generate may not have been told so.
            case CLAIMED -> new Absent(attempt, null);
            case SUBMITTED -> look(attempt);
            case SENDING -> search(attempt);
            // It was given up, and its job may not have been ended.
            case ABANDONED -> new GivenUp(attempt);
            case REJECTED -> new Nothing(attempt, "A refused attempt is over");
        };
    }

    private Object look(OpenAttempt attempt) {
        Provider provider = provider(attempt);
        Optional<Request> request = provider.look(predictionId(attempt));
        return request.isPresent()
                ? new Call<>(attempt, provider.name(), request.get())
                : unfinished(attempt, title(attempt) + " can't be asked for a prediction");
    }

    private Object search(OpenAttempt attempt) {
        Optional<Listing> listing = provider(attempt).listing();
        return listing.isPresent()
                ? new Search(attempt, listing.get(), contexts)
                : unknown(attempt, title(attempt) + " has no list of predictions");
    }

    /** What the provider says of a prediction that it has. */
    public Finding looked(Answered<OpenAttempt> answered) {
        OpenAttempt attempt = answered.subject();
        return switch (provider(attempt).looked(predictionId(attempt), answered.reply())) {
            case Look.Seen seen -> seen(attempt, seen.prediction());
            case Look.Forgotten forgotten ->
                isOverdue(attempt)
                        ? gone(attempt, title(attempt) + " does not know the prediction any more")
                        : unfinished(attempt, forgotten.reason());
            case Look.Unclear unclear -> unfinished(attempt, unclear.reason());
            case Look.Unheard unheard -> unheard(attempt, unheard.reason());
            case Look.TooLarge tooLarge -> tooLarge(attempt, tooLarge.reason());
        };
    }

    private Finding seen(OpenAttempt attempt, Prediction prediction) {
        boolean isNew = prediction.progress() instanceof Progress.Ended && !isToldAlready(attempt);
        if (!isPastDeadline(attempt) || isNew) {
            return new Found(attempt, prediction);
        }
        return prediction.progress() instanceof Progress.Succeeded ? notStored(attempt) : timedOut(attempt);
    }

    /** The call for the next page of a search. */
    public Call<Search> page(Search search) {
        return new Call<>(search, provider(search.attempt()).name(), search.request());
    }

    /** @throws IOException when the list does not come to its end, so that it proves nothing */
    public Search read(Answered<Search> answered) throws IOException {
        answered.subject().read(answered.reply());
        return answered.subject();
    }

    /** What a whole list says of a request whose answer was lost; known are predictions of other attempts. */
    public Finding searched(Search search, Known known) {
        OpenAttempt attempt = search.attempt();
        if (search.found().isPresent()) {
            return new Found(attempt, search.found().get());
        }
        return search.isAbsent(known.ids()) && attempt.silentFor().compareTo(properties.absentAfter()) > 0
                ? new Absent(attempt, search.evidence())
                : unknown(attempt, "It is not known whether %s has the attempt".formatted(title(attempt)));
    }

    /** It could not be found out. Whatever it is for how long, the job ends. */
    public Finding failed(@Body OpenAttempt attempt, @ExchangeException Throwable failure) {
        String reason = String.valueOf(failure.getMessage());
        return switch (attempt.state()) {
            case SUBMITTED -> unheard(attempt, reason);
            case SENDING -> attempt.wasLookedInto() ? unknown(attempt, reason) : new Nothing(attempt, reason);
            case CLAIMED, ABANDONED, REJECTED -> new Nothing(attempt, reason);
        };
    }

    /** What was found is larger than a topic takes: the job ends, for it would be no smaller another time. */
    Finding tooLargeToTell(OpenAttempt attempt, int bytes) {
        return new Over(
                attempt,
                JobError.of(
                        ErrorCode.OUTPUT_REJECTED,
                        "The prediction itself is too large to be kept: %d bytes".formatted(bytes)),
                true);
    }

    private static Finding tooLarge(OpenAttempt attempt, String reason) {
        return new Over(
                attempt, JobError.of(ErrorCode.OUTPUT_REJECTED, "The prediction itself is too large: " + reason), true);
    }

    /** An outage of ours may just be over, and the first question fail for that. */
    private Finding unheard(OpenAttempt attempt, String reason) {
        return attempt.wasLookedInto() ? unfinished(attempt, reason) : new Nothing(attempt, reason);
    }

    private Finding unfinished(OpenAttempt attempt, String reason) {
        if (!isPastDeadline(attempt)) {
            return new Nothing(attempt, reason);
        }
        return isToldAlready(attempt) ? notStored(attempt) : timedOut(attempt);
    }

    private static boolean isToldAlready(OpenAttempt attempt) {
        return attempt.reportedAt() != null;
    }

    private Finding notStored(OpenAttempt attempt) {
        return gone(attempt, "it was not stored while it was there");
    }

    /** Its files may be stored and wait. What nobody brings to an end for so long, as with a dead letter, ends all the same. */
    private Finding gone(OpenAttempt attempt, String reason) {
        return attempt.silentFor().compareTo(LONGEST_WAY) > 0 ? timedOut(attempt) : new Gone(attempt, reason);
    }

    private Finding unknown(OpenAttempt attempt, String reason) {
        return isOverdue(attempt) ? new GivenUp(attempt) : new Nothing(attempt, reason);
    }

    private Finding timedOut(OpenAttempt attempt) {
        return new Over(
                attempt,
                JobError.of(
                        ErrorCode.TIMEOUT,
                        "The prediction did not end in its time, by what %s says of it".formatted(title(attempt))),
                true);
    }

    private boolean isOverdue(OpenAttempt attempt) {
        return attempt.silentFor().compareTo(properties.abandonAfter()) > 0;
    }

    /** Whether the prediction must have ended, and its outputs be gone. */
    private boolean isPastDeadline(OpenAttempt attempt) {
        Duration run =
                Objects.requireNonNullElse(attempt.accepted().prediction().deadline(), properties.runAtMost());
        return attempt.silentFor().minus(properties.outputsKept()).compareTo(run) > 0;
    }

    private Provider provider(OpenAttempt attempt) {
        return providers.of(attempt.accepted().prediction().provider());
    }

    /** The attempt's provider, as people are told of it. */
    String title(OpenAttempt attempt) {
        return provider(attempt).title();
    }

    private static String predictionId(OpenAttempt attempt) {
        return Objects.requireNonNull(attempt.predictionId());
    }
}

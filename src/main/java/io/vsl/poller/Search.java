package io.vsl.poller;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.ledger.Candidates;
import io.vsl.ledger.Evidence;
import io.vsl.ledger.OpenAttempt;
import io.vsl.provider.Listing;
import io.vsl.provider.Listing.Listed;
import io.vsl.provider.Listing.Page;
import io.vsl.provider.Prediction;
import io.vsl.provider.Reply;
import io.vsl.provider.Request;
import io.vsl.provider.SignedContext;
import io.vsl.provider.WebhookUrl;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A walk through the list of predictions, newest first, for one that may be an attempt's. Our context on its webhook
 * decides, and where it can't be verified any more, the job and attempt beside it: the list is our own account's. Where
 * there is no webhook, or one that says nothing of a job, input and time make a prediction a candidate, unless the ledger
 * knows whose it is. What can't be read is never proof that the attempt is absent.
 */
public final class Search implements Candidates {

    /** Around the last change in the ledger: for clocks that differ, and for the time that sending takes. */
    private static final Duration SLACK = Duration.ofMinutes(2);

    /** A list that goes on for longer has no end. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    static final int MOST_PAGES = 500;

    private static final Comparator<JsonNode> SAME_NUMBERS = (one, other) -> one.isNumber() && other.isNumber()
            ? one.decimalValue().compareTo(other.decimalValue())
            : one.equals(other) ? 0 : 1;

    private final OpenAttempt attempt;
    private final Listing listing;
    private final SignedContext contexts;
    private final Instant from;
    private final Instant to;
    private final long until = System.nanoTime() + LONGEST.toNanos();
    private final List<String> candidates = new ArrayList<>();
    private @Nullable Prediction found;
    private @Nullable Request next;
    private int pages;
    private int listed;
    private int unverifiable;
    private int unreadable;

    Search(OpenAttempt attempt, Listing listing, SignedContext contexts) {
        this.attempt = attempt;
        this.listing = listing;
        this.contexts = contexts;
        this.from = attempt.updatedAt().minus(SLACK);
        this.to = attempt.updatedAt().plus(SLACK);
        this.next = listing.first(from, to);
    }

    private enum Owner {
        OURS,
        ANOTHER,
        UNKNOWN
    }

    OpenAttempt attempt() {
        return attempt;
    }

    /** Whether there is another page to read. */
    public boolean isUnfinished() {
        return next != null && found == null;
    }

    /** For the next page. */
    Request request() {
        return Objects.requireNonNull(next);
    }

    /** @throws IOException when it is no page, or the list does not come to its end, so that it proves nothing */
    void read(Reply reply) throws IOException {
        Page page = listing.read(reply);
        for (Listed item : page.results()) {
            listed++;
            Owner owner = item.webhook() == null ? Owner.UNKNOWN : owner(item.webhook());
            if (owner == Owner.OURS || owner == Owner.UNKNOWN && isAlike(item)) {
                add(item.prediction(), owner);
            }
        }
        next = page.next();
        if (next != null && (++pages == MOST_PAGES || System.nanoTime() - until > 0)) {
            throw new IOException("The list of predictions does not end");
        }
    }

    private void add(@Nullable Prediction prediction, Owner owner) {
        if (prediction == null) {
            unreadable++;
            return;
        }
        candidates.add(prediction.id());
        found = owner == Owner.OURS ? prediction : found;
    }

    /** The attempt's prediction, beyond doubt. */
    Optional<Prediction> found() {
        return Optional.ofNullable(found);
    }

    /** The ids of those that may be the attempt's. */
    @Override
    public List<String> candidates() {
        return List.copyOf(candidates);
    }

    /** Whether not one of all predictions of the time can be the attempt's, where these are known to be of others. */
    boolean isAbsent(Set<String> ofOthers) {
        return !isUnfinished() && unreadable == 0 && ofOthers.containsAll(candidates);
    }

    Evidence evidence() {
        return new Evidence(from, to, listed, unverifiable, attempt.checkedAt());
    }

    private Owner owner(String url) {
        WebhookUrl webhook = WebhookUrl.of(url);
        String token = webhook.context();
        if (token != null) {
            contexts.look(token);
            Boolean verified = contexts.verify(token)
                    .map(it -> it.job().jobId().equals(attempt.jobId()) && it.attempt() == attempt.attempt())
                    .orElse(null);
            if (verified != null) {
                return verified ? Owner.OURS : Owner.ANOTHER;
            }
        }
        unverifiable++;
        if (webhook.jobId() == null) {
            return Owner.UNKNOWN;
        }
        if (!webhook.jobId().equals(attempt.jobId())) {
            return Owner.ANOTHER;
        }
        return webhook.attempt() == null
                ? Owner.UNKNOWN
                : webhook.attempt() == attempt.attempt() ? Owner.OURS : Owner.ANOTHER;
    }

    /** Of whose input nobody can tell, since it was removed, say, may be anybody's. */
    private boolean isAlike(Listed item) {
        JsonNode input = item.input();
        return input == null
                || input.equals(SAME_NUMBERS, attempt.accepted().prediction().input());
    }
}

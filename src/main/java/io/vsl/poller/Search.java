package io.vsl.poller;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.platform.replicate.Prediction;
import io.vsl.platform.replicate.ReadPrediction.Listed;
import io.vsl.platform.replicate.ReadPrediction.Page;
import io.vsl.platform.replicate.SignedContext;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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
public final class Search {

    /** Around the last change in the ledger: for clocks that differ, and for the time that sending takes. */
    private static final Duration SLACK = Duration.ofMinutes(2);

    /** A list that goes on for longer has no end. */
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final int MOST_PAGES = 500;

    private static final Comparator<JsonNode> SAME_NUMBERS = (one, other) -> one.isNumber() && other.isNumber()
            ? one.decimalValue().compareTo(other.decimalValue())
            : one.equals(other) ? 0 : 1;

    private final OpenAttempt attempt;
    private final SignedContext contexts;
    private final Instant from;
    private final Instant to;
    private final long until = System.nanoTime() + LONGEST.toNanos();
    private final List<String> candidates = new ArrayList<>();
    private @Nullable Prediction found;
    private @Nullable String query;
    private int pages;
    private int listed;
    private int unverifiable;
    private int unreadable;

    Search(OpenAttempt attempt, SignedContext contexts) {
        this.attempt = attempt;
        this.contexts = contexts;
        this.from = attempt.updatedAt().minus(SLACK);
        this.to = attempt.updatedAt().plus(SLACK);
        this.query = "created_after=%s&created_before=%s".formatted(encoded(from), encoded(to));
    }

    private enum Owner { OURS, ANOTHER, UNKNOWN }

    /** Whether there is another page to read. */
    public boolean isUnfinished() {
        return query != null && found == null;
    }

    /** Of the next page. */
    public @Nullable String query() {
        return query;
    }

    /**
     * Takes a page of {@code GET /predictions}.
     *
     * @throws IOException when the list does not come to its end, so that it proves nothing
     */
    void read(Page page) throws IOException {
        for (Listed item : page.results()) {
            listed++;
            Owner owner = item.webhook() == null ? Owner.UNKNOWN : owner(item.webhook());
            if (owner == Owner.OURS || owner == Owner.UNKNOWN && isAlike(item)) {
                add(item.prediction(), owner);
            }
        }
        query = page.next() == null ? null : query(page.next());
        if (query != null && (++pages == MOST_PAGES || System.nanoTime() - until > 0)) {
            throw new IOException("Replicate's list of predictions does not end");
        }
    }

    private void add(Prediction prediction, Owner owner) {
        String id = prediction.id();
        if (id == null) {
            unreadable++;
            return;
        }
        candidates.add(id);
        found = owner == Owner.OURS ? prediction : found;
    }

    private static String query(String next) throws IOException {
        try {
            return Objects.requireNonNull(URI.create(next).getRawQuery());
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new IOException("Replicate's list of predictions goes on nowhere", e);
        }
    }

    /** The attempt's prediction, beyond doubt. */
    Optional<Prediction> found() {
        return Optional.ofNullable(found);
    }

    /** The ids of those that may be the attempt's. */
    List<String> candidates() {
        return List.copyOf(candidates);
    }

    /** Whether not one of all predictions of the time can be the attempt's, where these are known to be of others. */
    boolean isAbsent(Set<String> ofOthers) {
        return !isUnfinished() && unreadable == 0 && ofOthers.containsAll(candidates);
    }

    Finding.Evidence evidence(Instant checkedAt) {
        return new Finding.Evidence(from, to, listed, unverifiable, checkedAt);
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
        return webhook.attempt() == null ? Owner.UNKNOWN
                : webhook.attempt() == attempt.attempt() ? Owner.OURS : Owner.ANOTHER;
    }

    /** Of whose input nobody can tell, since Replicate has removed it, say, may be anybody's. */
    private boolean isAlike(Listed item) {
        JsonNode input = item.input();
        return input == null || item.prediction().dataRemoved()
                || input.equals(SAME_NUMBERS, attempt.accepted().prediction().input());
    }

    private static String encoded(Instant instant) {
        return URLEncoder.encode(instant.toString(), StandardCharsets.UTF_8);
    }
}

package io.vsl.poller;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.job.AttemptContext;
import io.vsl.job.PredictionRequest;
import io.vsl.platform.replicate.SignedContext;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A walk through the list of predictions, newest first, for one that may be an attempt's. Listed predictions may or may
 * not carry their webhook: where they do, our context on it decides; where they don't, input and time make one a
 * candidate, unless the ledger knows whose it is.
 */
public final class Search {

    /** Around the last change in the ledger: for clocks that differ, and for the time that sending takes. */
    private static final Duration SLACK = Duration.ofMinutes(2);

    private static final Pattern CONTEXT = Pattern.compile("[?&]" + SignedContext.PARAMETER + "=([^&]+)");

    private final OpenAttempt attempt;
    private final SignedContext contexts;
    private final Instant from;
    private final Instant to;
    private final List<JsonNode> candidates = new ArrayList<>();
    private @Nullable JsonNode found;
    private @Nullable String query;
    private int listed;

    Search(OpenAttempt attempt, SignedContext contexts) {
        this.attempt = attempt;
        this.contexts = contexts;
        this.from = attempt.updatedAt().minus(SLACK);
        this.to = attempt.updatedAt().plus(SLACK);
        this.query = "created_after=%s&created_before=%s".formatted(encoded(from), encoded(to));
    }

    /** Whether there is another page to read. */
    public boolean isUnfinished() {
        return query != null && found == null;
    }

    /** Of the next page. */
    public @Nullable String query() {
        return query;
    }

    /** Takes a page of {@code GET /predictions}. */
    void read(JsonNode page) {
        for (JsonNode prediction : page.path("results")) {
            listed++;
            String webhook = prediction.path("webhook").asText("");
            if (webhook.isEmpty() ? isAlike(prediction) : isOurs(webhook)) {
                candidates.add(prediction);
                found = webhook.isEmpty() ? found : prediction;
            }
        }
        String next = page.path("next").asText("");
        query = next.isEmpty() ? null : URI.create(next).getRawQuery();
    }

    /** The attempt's prediction, beyond doubt. */
    Optional<JsonNode> found() {
        return Optional.ofNullable(found);
    }

    /** The ids of those that may be the attempt's. */
    List<String> candidates() {
        return candidates.stream().map(prediction -> prediction.path("id").asText()).toList();
    }

    /** Whether not one of all predictions of the time can be the attempt's, where these are known to be of others. */
    boolean isAbsent(Set<String> ofOthers) {
        return !isUnfinished() && ofOthers.containsAll(candidates());
    }

    Finding.Evidence evidence(Instant checkedAt) {
        return new Finding.Evidence(from, to, listed, checkedAt);
    }

    private boolean isOurs(String webhook) {
        Matcher matcher = CONTEXT.matcher(webhook);
        Optional<AttemptContext> context = matcher.find() ? contexts.verify(matcher.group(1)) : Optional.empty();
        return context.filter(it -> it.job().jobId().equals(attempt.jobId()) && it.attempt() == attempt.attempt())
                .isPresent();
    }

    private boolean isAlike(JsonNode prediction) {
        PredictionRequest request = attempt.accepted().prediction();
        return prediction.path("input").equals(request.input());
    }

    private static String encoded(Instant instant) {
        return URLEncoder.encode(instant.toString(), StandardCharsets.UTF_8);
    }
}

package io.vsl.provider.replicate;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.provider.Listing;
import io.vsl.provider.Reply;
import io.vsl.provider.Reply.Answer;
import io.vsl.provider.Reply.NoAnswer;
import io.vsl.provider.Request;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;

/** {@code GET /predictions}. Source: Replicate's OpenAPI description; whether an item has its webhook is not said there. */
final class ReplicateListing implements Listing {

    private final ReadPrediction predictions;
    private final Function<String, Request> request;

    /** @param request of a page, by its query */
    ReplicateListing(ReadPrediction predictions, Function<String, Request> request) {
        this.predictions = predictions;
        this.request = request;
    }

    @Override
    public Request first(Instant from, Instant to) {
        return request.apply("created_after=%s&created_before=%s".formatted(encoded(from), encoded(to)));
    }

    @Override
    public Page read(Reply reply) throws IOException {
        return switch (reply) {
            case NoAnswer none -> throw none.cause();
            case Answer answer -> page(answer);
        };
    }

    private Page page(Answer answer) throws IOException {
        if (answer.status() != 200) {
            throw new IOException("Replicate answers %d for the list of predictions".formatted(answer.status()));
        }
        ReadPrediction.Page page = predictions.page(answer.body());
        return new Page(
                page.results().stream().map(this::listed).toList(),
                page.next() == null ? null : request.apply(query(page.next())));
    }

    private Listed listed(ReadPrediction.Listed item) {
        SaidPrediction said = item.prediction();
        JsonNode input = said.dataRemoved() ? null : item.input();
        String id = said.id();
        return new Listed(
                id == null ? null : said.prediction(id, new SaidReport(said, predictions)), item.webhook(), input);
    }

    private static String query(String next) throws IOException {
        try {
            return Objects.requireNonNull(URI.create(next).getRawQuery());
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new IOException("Replicate's list of predictions goes on nowhere", e);
        }
    }

    private static String encoded(Instant instant) {
        return URLEncoder.encode(instant.toString(), StandardCharsets.UTF_8);
    }
}

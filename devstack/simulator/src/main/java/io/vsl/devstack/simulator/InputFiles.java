package io.vsl.devstack.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Fetches the files that an input links to, as cog does before a model runs; what it can't fetch fails the prediction. */
final class InputFiles {

    private static final long ANSWER_WITHIN_MILLIS = 60_000;

    private final HttpClient client;

    InputFiles(Vertx vertx) {
        this.client = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(3_000));
    }

    /** Of all files at once; what was seen stands in the prediction. Gives the first failure, worded as cog's Python has it. */
    Future<Optional<String>> fetch(Prediction prediction) {
        List<Future<Optional<String>>> all = prediction.order.model().input().links(prediction.order.input()).stream()
                .map(link -> fetch(prediction, link))
                .toList();
        return Future.join(all).map(done -> all.stream()
                .map(Future::result)
                .filter(Optional::isPresent)
                .findFirst()
                .orElse(Optional.empty()));
    }

    private Future<Optional<String>> fetch(Prediction prediction, InputSchema.Link link) {
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(link.url())
                .setFollowRedirects(true)
                .setIdleTimeout(ANSWER_WITHIN_MILLIS);
        return client.request(request)
                .compose(sending -> sending.send())
                .compose(answer -> answer.body().map(body -> {
                    prediction.inputs.add(
                            seen(link, answer.statusCode(), body).put("contentType", answer.getHeader("content-type")));
                    return answer.statusCode() == 200
                            ? Optional.<String>empty()
                            : Optional.of("%d %s Error: %s for url: %s"
                                    .formatted(
                                            answer.statusCode(),
                                            answer.statusCode() < 500 ? "Client" : "Server",
                                            Objects.requireNonNullElse(answer.statusMessage(), ""),
                                            link.url()));
                }))
                .otherwise(failure -> Optional.of("Failed to establish a new connection: " + link.url()));
    }

    private static JsonObject seen(InputSchema.Link link, int status, Buffer body) {
        return new JsonObject()
                .put("input", link.place())
                .put("status", status)
                .put("size", body.length())
                .put("sha256", sha256(body.getBytes()));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

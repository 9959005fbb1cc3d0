package io.vsl.catalogue;

import io.vsl.provider.Catalogue;
import io.vsl.provider.ModelCard;
import io.vsl.provider.ModelInputs;
import io.vsl.provider.Reply;
import io.vsl.provider.Request;
import io.vsl.provider.Told;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Asks the provider, over HTTP. Each question is asked once: whoever gave the command can give it again. */
final class AskCatalogue {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final Catalogue catalogue;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    AskCatalogue(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** Who is asked, and where, for people. */
    String source() {
        return "%s (%s)".formatted(catalogue.title(), catalogue.apiUrl());
    }

    String provider() {
        return catalogue.title();
    }

    /** Whether it is the provider of that name in models.json. */
    boolean is(String name) {
        return catalogue.name().equals(name);
    }

    /** Where people read the price of a model. */
    String page(String model) {
        return catalogue.page(model);
    }

    Told<ModelCard> model(String model) throws InterruptedException {
        return catalogue.readModel(model, send(catalogue.model(model)));
    }

    Told<ModelInputs> version(String model, String id) throws InterruptedException {
        return catalogue.readVersion(model, id, send(catalogue.version(model, id)));
    }

    private Reply send(Request request) throws InterruptedException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(catalogue.apiUrl() + request.path()))
                .timeout(ANSWER)
                .method(request.method(), HttpRequest.BodyPublishers.noBody());
        request.headers().forEach(builder::header);
        try {
            HttpResponse<byte[]> answer = http.send(builder.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Reply.Answer(answer.statusCode(), Map.of(), answer.body());
        } catch (IOException e) {
            return new Reply.NoAnswer(e);
        }
    }
}

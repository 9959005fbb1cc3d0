package io.vsl.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.devstack.ChaosPlan.Order;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Clients that upload a picture for a job: for each order another, which all the same shows the same. */
final class ChaosUploads {

    private final List<String> urls;
    private final Map<String, String> headers;
    private final byte[] picture;
    private final JsonHttp http = new JsonHttp();
    private final Map<Integer, String> uploaded = new ConcurrentHashMap<>();
    private final Tally answers = new Tally();

    /** @param picture a PNG */
    ChaosUploads(List<String> urls, String apiKey, byte[] picture) {
        this.urls = urls;
        this.headers = Map.of("X-API-Key", apiKey);
        this.picture = picture;
    }

    /** How the application answered, and S3, by status. */
    Tally answers() {
        return answers;
    }

    /** Of the order's file, 64 hexadecimal digits. */
    String sha256(int number) {
        return ChaosFiles.sha256(file(number));
    }

    /**
     * Uploads the order's file, again and again.
     *
     * @param isTooLate whether to give up, by when it was begun ({@link System#nanoTime()})
     * @return the upload's id, the same whenever the order is sent; null when it was given up
     */
    @Nullable
    String of(Order order, LongPredicate isTooLate) throws InterruptedException {
        long begun = System.nanoTime();
        for (int attempt = 0; !uploaded.containsKey(order.number()) && !isTooLate.test(begun); attempt++) {
            String uploadId = upload(order.number(), urls.get((order.number() + attempt) % urls.size()));
            if (uploadId == null) {
                ChaosLoad.pauseAfter(attempt);
            } else {
                uploaded.putIfAbsent(order.number(), uploadId);
            }
        }
        return uploaded.get(order.number());
    }

    private @Nullable String upload(int number, String url) throws InterruptedException {
        byte[] file = file(number);
        try {
            JsonHttp.Answer place = http.post(
                    url + "/uploads", headers, "{\"contentType\":\"image/png\",\"size\":%d}".formatted(file.length));
            answers.add("POST " + place.status());
            JsonNode to = place.body().path("url");
            if (place.status() != 201 || !to.isTextual()) {
                return null;
            }
            int status = http.put(to.textValue(), "image/png", file).status();
            answers.add("PUT " + status);
            return status == 200 ? place.body().path("uploadId").asText() : null;
        } catch (IOException e) {
            answers.add("no answer");
            return null;
        }
    }

    /** What follows the end of a PNG is read by nobody, and tells it from others. */
    private byte[] file(int number) {
        byte[] end = ("order " + number).getBytes(StandardCharsets.US_ASCII);
        byte[] file = Arrays.copyOf(picture, picture.length + end.length);
        System.arraycopy(end, 0, file, picture.length, end.length);
        return file;
    }
}

package io.vsl.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Fetches what completed jobs have, as their client would. */
final class ChaosFiles {

    /** What is made of a file, and is there when it is named. */
    private static final List<String> MADE =
            List.of("thumbnailUrl", "previewUrl", "previewWebpUrl", "waveformUrl", "peaksUrl");

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int AT_ONCE = 8;
    private static final int TRIES = 5;
    private static final int PAUSE_MS = 500;

    private final String url;
    private final Map<String, String> headers;
    private final JsonHttp json = new JsonHttp();
    private final HttpClient http = HttpClient.newHttpClient();

    ChaosFiles(String url, String apiKey) {
        this.url = url;
        this.headers = Map.of("X-API-Key", apiKey);
    }

    /** The files of these jobs that are not there, or whose bytes are not those of which the job has size and hash. */
    List<String> missing(Collection<String> jobIds) throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<String> missing = new ArrayList<>();
            for (Future<List<String>> ofJob : threads.invokeAll(jobIds.stream()
                    .map(jobId -> (Callable<List<String>>) () -> missing(jobId))
                    .toList())) {
                missing.addAll(ofJob.get());
            }
            return missing;
        }
    }

    private List<String> missing(String jobId) throws InterruptedException {
        JsonNode outputs = outputs(jobId);
        if (outputs.isEmpty()) {
            return List.of(jobId + ": its status has no files");
        }
        List<String> missing = new ArrayList<>();
        for (JsonNode output : outputs) {
            byte[] original = fetch(output.path("originalUrl"));
            if (original == null) {
                missing.add(jobId + ": original, " + output.path("contentType").asText());
            } else if (original.length != output.path("fileSize").asLong()
                    || !sha256(original).equals(output.path("sha256").asText())) {
                missing.add(jobId + ": original is other than its job says");
            }
            for (String made : MADE) {
                if (output.has(made) && fetch(output.path(made)) == null) {
                    missing.add(jobId + ": " + made);
                }
            }
        }
        return missing;
    }

    private JsonNode outputs(String jobId) throws InterruptedException {
        for (int tried = 1; ; tried++) {
            try {
                JsonHttp.Answer answer = json.get(url + "/status/" + jobId, headers);
                if (answer.status() == 200 || tried == TRIES) {
                    return answer.body().path("result").path("outputs");
                }
            } catch (IOException e) {
                if (tried == TRIES) {
                    return MissingNode.getInstance();
                }
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
    }

    /** Null when nobody gives it. */
    private byte @Nullable [] fetch(JsonNode link) throws InterruptedException {
        if (!link.isTextual()) {
            return null;
        }
        for (int tried = 0; tried < TRIES; tried++) {
            try {
                HttpResponse<byte[]> answer = http.send(
                        HttpRequest.newBuilder(URI.create(link.textValue()))
                                .timeout(TIMEOUT)
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
                if (answer.statusCode() == 200) {
                    return answer.body();
                } else if (answer.statusCode() < 500) {
                    return null;
                }
            } catch (IOException e) {
                // once more
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
        return null;
    }

    /** 64 hexadecimal digits. */
    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

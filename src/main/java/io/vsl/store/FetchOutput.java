package io.vsl.store;

import io.vsl.job.ErrorCode;
import io.vsl.platform.replicate.ReplicateProperties;
import io.vsl.platform.security.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Timer;
import java.util.TimerTask;
import org.springframework.stereotype.Component;

/**
 * Streams an output from Replicate into a file, with a bound on its size and on the time it takes. The host need not
 * mean well: redirects are not followed and an answer without end is cut off. (camel-http reads an answer to its end
 * when it closes it, so it can't be cut off there.)
 */
@Component
class FetchOutput {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** Replicate removes outputs one hour after the end of the run. */
    private static final Duration KEPT = Duration.ofHours(1);

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final Timer cutOff = new Timer("store-cut-off", true);
    private final OutputHosts hosts;
    private final ReplicateProperties properties;
    private final Clock clock;

    FetchOutput(OutputHosts hosts, ReplicateProperties properties, Clock clock) {
        this.hosts = hosts;
        this.properties = properties;
        this.clock = clock;
    }

    /** What was fetched: bytes and their SHA-256, 64 hexadecimal digits. */
    record Fetched(long size, String sha256) {
    }

    /**
     * Fetches the part into its file, over what is there.
     *
     * @throws CantStore when it can't be had, now or later
     * @throws NotYet    when it may be had later
     */
    Fetched fetch(StoreTask.Part part) throws NotYet {
        if (!hosts.allow(part.url())) {
            throw new CantStore(ErrorCode.OUTPUT_REJECTED, "The output is on a host that is not allowed");
        }
        try {
            return stream(part);
        } catch (IOException e) {
            if (clock.instant().isAfter(part.task().generated().generatedAt().plus(KEPT))) {
                throw expired();
            }
            throw new NotYet(String.valueOf(e.getMessage()));
        }
    }

    private Fetched stream(StoreTask.Part part) throws IOException {
        if (part.url().getHost() == null) {
            return streamFromUnderscore(part);
        }
        HttpRequest request = HttpRequest.newBuilder(part.url()).timeout(properties.outputTimeout()).build();
        HttpResponse<InputStream> response = send(request);
        try (InputStream body = response.body()) {
            requireFound(response.statusCode());
            requireSize(response.headers().firstValueAsLong("Content-Length").orElse(0));
            TimerTask close = closing(body);
            try {
                return copy(body, part);
            } finally {
                close.cancel();
            }
        }
    }

    /** The client knows no host with an underscore, as containers may have. */
    private Fetched streamFromUnderscore(StoreTask.Part part) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) part.url().toURL().openConnection(Proxy.NO_PROXY);
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout((int) CONNECT_TIMEOUT.toMillis());
        connection.setReadTimeout((int) properties.outputTimeout().toMillis());
        try {
            requireFound(connection.getResponseCode());
            requireSize(connection.getContentLengthLong());
            TimerTask close = cuttingOff(connection::disconnect);
            try (InputStream body = connection.getInputStream()) {
                return copy(body, part);
            } finally {
                close.cancel();
            }
        } finally {
            connection.disconnect();
        }
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static void requireFound(int status) throws IOException {
        if (status == 404 || status == 410) {
            throw expired();
        }
        if (status >= 500 || status == 408 || status == 429) {
            throw new IOException("status " + status);
        }
        if (status != 200) {
            throw new CantStore(ErrorCode.OUTPUT_REJECTED, "The output can't be fetched: status " + status);
        }
    }

    private static CantStore expired() {
        return new CantStore(ErrorCode.OUTPUT_EXPIRED, "The output is no longer at Replicate");
    }

    private void requireSize(long size) {
        if (size > properties.outputMaxSize().toBytes()) {
            throw new CantStore(ErrorCode.OUTPUT_REJECTED,
                    "The output is larger than %d bytes".formatted(properties.outputMaxSize().toBytes()));
        }
    }

    private Fetched copy(InputStream body, StoreTask.Part part) throws IOException {
        MessageDigest sha256 = Sha256.digest();
        long size = 0;
        try (OutputStream file = new DigestOutputStream(Files.newOutputStream(part.file()), sha256)) {
            byte[] buffer = new byte[64 * 1024];
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                size += read;
                requireSize(size);
                file.write(buffer, 0, read);
            }
        }
        return new Fetched(size, HexFormat.of().formatHex(sha256.digest()));
    }

    private TimerTask closing(InputStream body) {
        return cuttingOff(() -> {
            try {
                body.close();
            } catch (IOException e) {
                // The reader sees it.
            }
        });
    }

    /** The client's own timeout ends with the headers; this one holds to the last byte. */
    private TimerTask cuttingOff(Runnable end) {
        TimerTask task = new TimerTask() {
            @Override
            public void run() {
                end.run();
            }
        };
        cutOff.schedule(task, properties.outputTimeout().toMillis());
        return task;
    }
}

package io.vsl.store;

import io.vsl.job.ErrorCode;
import io.vsl.platform.fence.Fence;
import io.vsl.platform.fence.InternalAddress;
import io.vsl.platform.security.Sha256;
import io.vsl.platform.url.InvalidUrl;
import io.vsl.platform.url.WebUrl;
import io.vsl.provider.OutputHosts;
import io.vsl.provider.OutputRules;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serial;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Timer;
import java.util.TimerTask;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Streams an output into a file, with a bound on its size and on the time it takes. The host need not mean well: each
 * step of a redirect must be on a host that is allowed, and an answer without end is cut off.
 */
@Component
class FetchOutput implements DisposableBean {

    private static final Timeout CONNECT_TIMEOUT = Timeout.ofSeconds(5);

    private static final int MOST_REDIRECTS = 5;

    private final Timer cutOff = new Timer("store-cut-off", true);
    private final CloseableHttpClient http;
    private final OutputHosts hosts;
    private final OutputRules rules;
    private final Clock clock;

    FetchOutput(OutputHosts hosts, OutputRules rules, Fence fence, Clock clock) {
        this.hosts = hosts;
        this.rules = rules;
        this.clock = clock;
        Timeout timeout = Timeout.of(rules.timeout());
        this.http = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new FencedNames(fence))
                        .setMaxConnTotal(Integer.MAX_VALUE)
                        .setMaxConnPerRoute(Integer.MAX_VALUE)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT_TIMEOUT)
                                .setSocketTimeout(timeout)
                                .build())
                        .build())
                .setDefaultRequestConfig(
                        RequestConfig.custom().setResponseTimeout(timeout).build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
    }

    /**
     * What was fetched.
     *
     * @param size        bytes
     * @param sha256      64 hexadecimal digits
     * @param contentType as the host said; null when it didn't
     * @param name        the file's name in its URL, which may be empty
     */
    record Fetched(long size, String sha256, @Nullable String contentType, String name) {}

    /**
     * Fetches it into the file, over what is there.
     *
     * @param until when Replicate removes it: what isn't there before may be there yet
     * @throws CantStore when it can't be had, now or later
     * @throws NotYet    when it may be had later
     */
    Fetched fetch(WebUrl url, Path file, Instant until) throws NotYet {
        try {
            WebUrl at = url;
            for (int steps = 0; steps <= MOST_REDIRECTS; steps++) {
                requireAllowed(at);
                try (ClassicHttpResponse response = ask(at)) {
                    Header location = response.getFirstHeader(HttpHeaders.LOCATION);
                    if (response.getCode() / 100 != 3 || location == null) {
                        return take(response, url, file);
                    }
                    at = next(at, location.getValue());
                }
            }
            throw new CantStore(
                    ErrorCode.OUTPUT_REJECTED, "is behind more than %d redirects".formatted(MOST_REDIRECTS));
        } catch (InternalAddress e) {
            throw new CantStore(ErrorCode.OUTPUT_REJECTED, "is on a host whose name " + e.getMessage());
        } catch (IOException e) {
            if (clock.instant().isAfter(until)) {
                throw new CantStore(
                        ErrorCode.OUTPUT_EXPIRED,
                        e instanceof NotThere
                                ? "is no longer at Replicate"
                                : "could not be fetched while Replicate kept it: " + e.getMessage());
            }
            throw new NotYet(String.valueOf(e.getMessage()));
        }
    }

    private void requireAllowed(WebUrl url) {
        if (url.hasUser()) {
            throw new CantStore(ErrorCode.OUTPUT_REJECTED, "has a user in its URL");
        }
        if (!hosts.allow(url)) {
            throw new CantStore(
                    ErrorCode.OUTPUT_REJECTED,
                    "is on a host that is not allowed: %s://%s".formatted(url.scheme(), url.authority()));
        }
    }

    private ClassicHttpResponse ask(WebUrl url) throws IOException {
        HttpHost host = new HttpHost(url.scheme(), url.host(), url.port() == null ? -1 : url.port());
        return http.executeOpen(host, new BasicClassicHttpRequest("GET", host, url.target()), null);
    }

    private static WebUrl next(WebUrl from, String location) {
        try {
            return from.resolve(location);
        } catch (InvalidUrl e) {
            throw new CantStore(ErrorCode.OUTPUT_REJECTED, "is redirected to something that is no URL");
        }
    }

    private Fetched take(ClassicHttpResponse response, WebUrl url, Path file) throws IOException {
        requireFound(response.getCode());
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            throw new CantStore(ErrorCode.OUTPUT_REJECTED, "is empty");
        }
        requireSize(entity.getContentLength());
        TimerTask close = cuttingOff(response);
        try (InputStream body = entity.getContent()) {
            MessageDigest sha256 = Sha256.digest();
            long size = copy(body, new DigestOutputStream(Files.newOutputStream(file), sha256));
            return new Fetched(
                    size, HexFormat.of().formatHex(sha256.digest()), entity.getContentType(), url.fileName());
        } finally {
            close.cancel();
        }
    }

    /** A file may be there a moment after its link, and a server that is short of time may have it: it says no for now. */
    private static void requireFound(int status) throws IOException {
        switch (status) {
            case 200 -> {
                // There it is.
            }
            case 401, 403, 404, 410 -> throw new NotThere(status);
            case 408, 425, 429 -> throw new IOException("status " + status);
            default -> {
                if (status >= 500) {
                    throw new IOException("status " + status);
                }
                throw new CantStore(ErrorCode.OUTPUT_REJECTED, "can't be fetched: status " + status);
            }
        }
    }

    private void requireSize(long size) {
        if (size > rules.maxSize().toBytes()) {
            throw new CantStore(
                    ErrorCode.OUTPUT_REJECTED,
                    "is larger than %d bytes".formatted(rules.maxSize().toBytes()));
        }
    }

    private long copy(InputStream body, OutputStream file) throws IOException {
        long size = 0;
        try (file) {
            byte[] buffer = new byte[64 * 1024];
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                size += read;
                requireSize(size);
                file.write(buffer, 0, read);
            }
        }
        return size;
    }

    /** The client's own timeout is that of one read; this one holds to the last byte. */
    private TimerTask cuttingOff(ClassicHttpResponse response) {
        TimerTask task = new TimerTask() {
            @Override
            public void run() {
                try {
                    response.close();
                } catch (IOException e) {
                    // The reader sees it.
                }
            }
        };
        cutOff.schedule(task, rules.timeout().toMillis());
        return task;
    }

    /** The client connects to the addresses that the fence has seen. */
    private record FencedNames(Fence fence) implements DnsResolver {

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            return fence.resolveNow(host);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    /** The host says that there is no such file, or none for us; that is how Replicate's hosts answer for one that is gone. */
    private static final class NotThere extends IOException {

        @Serial
        private static final long serialVersionUID = 1L;

        NotThere(int status) {
            super("status " + status);
        }
    }

    @Override
    public void destroy() throws IOException {
        http.close();
        cutOff.cancel();
    }
}

package io.vsl.platform.copy;

import io.vsl.platform.fence.Fence;
import io.vsl.platform.fence.InternalAddress;
import io.vsl.platform.url.InvalidUrl;
import io.vsl.platform.url.WebUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Asks hosts that need not mean well: each step of a redirect must be to where the rules lead, and outside the network. */
@Component
class WebClient implements DisposableBean {

    private static final Timeout CONNECT_TIMEOUT = Timeout.ofSeconds(5);

    /** Without a byte. Long enough for a host that has to get the file first. */
    private static final Timeout SILENCE = Timeout.ofSeconds(30);

    private static final TimeValue IDLE = TimeValue.ofSeconds(30);

    private static final int MOST_REDIRECTS = 5;

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("copy-cut-off").factory());
    private final CloseableHttpClient http;

    WebClient(Fence fence) {
        // One that is cancelled lets go of its file.
        timer.setRemoveOnCancelPolicy(true);
        this.http = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new FencedNames(fence))
                        .setMaxConnTotal(Integer.MAX_VALUE)
                        .setMaxConnPerRoute(Integer.MAX_VALUE)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT_TIMEOUT)
                                .setSocketTimeout(SILENCE)
                                .build())
                        .build())
                .setDefaultRequestConfig(
                        RequestConfig.custom().setResponseTimeout(SILENCE).build())
                // Callers name any host, and most are never asked again.
                .evictExpiredConnections()
                .evictIdleConnections(IDLE)
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
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

    /**
     * What the last host of all redirects answers.
     *
     * @param underWay by which each request can be ended
     * @param headers  of each request
     * @throws FileRefused when the rules or the fence do not let us go there
     * @throws IOException when a host does not answer
     */
    ClassicHttpResponse get(WebUrl url, FileRules rules, UnderWay underWay, Header... headers) throws IOException {
        WebUrl at = url;
        for (int steps = 0; steps <= MOST_REDIRECTS; steps++) {
            requireAllowed(at, rules);
            ClassicHttpResponse response = ask(at, underWay, headers);
            Header location = response.getFirstHeader(HttpHeaders.LOCATION);
            if (response.getCode() / 100 != 3 || location == null) {
                return response;
            }
            underWay.drop();
            at = next(at, location.getValue());
        }
        throw new FileRefused("is behind more than %d redirects".formatted(MOST_REDIRECTS));
    }

    private static void requireAllowed(WebUrl url, FileRules rules) {
        if (url.hasUser()) {
            throw new FileRefused("has a user in its URL");
        }
        Optional<String> refusal = rules.refusal().apply(url);
        if (refusal.isPresent()) {
            throw new FileRefused(refusal.get());
        }
    }

    private ClassicHttpResponse ask(WebUrl url, UnderWay underWay, Header... headers) throws IOException {
        HttpHost host = new HttpHost(url.scheme(), url.host(), url.port() == null ? -1 : url.port());
        ClassicHttpRequest request = underWay.get(host, url.target());
        request.setHeaders(headers);
        try {
            return http.executeOpen(host, request, null);
        } catch (InternalAddress e) {
            throw new FileRefused("is on a host whose name " + e.getMessage());
        } catch (IllegalStateException e) {
            // How the client says that its connection was taken from it at that moment.
            throw new IOException("was cut off", e);
        }
    }

    private static WebUrl next(WebUrl from, String location) {
        try {
            return from.resolve(location);
        } catch (InvalidUrl e) {
            throw new FileRefused("is redirected to something that is no URL");
        }
    }

    /** Runs it then, unless it is cancelled. */
    Future<?> in(long millis, Runnable run) {
        return timer.schedule(run, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void destroy() throws IOException {
        http.close();
        timer.shutdownNow();
    }
}

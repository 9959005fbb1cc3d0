package io.vsl.notify;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vsl.delivery.Delivery;
import io.vsl.delivery.TryResult;
import io.vsl.platform.fence.Fence;
import io.vsl.platform.fence.InternalAddress;
import io.vsl.platform.loop.EventLoops;
import io.vsl.platform.loop.Failures;
import io.vsl.platform.url.InvalidUrl;
import io.vsl.platform.url.WebUrl;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Calls a receiver once. It need not mean well: it is called at an address that the fence has seen, no redirect is
 * followed, and no answer holds us for longer than the timeout, or with more than its head. On event loops: a call that
 * waits costs a connection and no thread.
 */
@Component
class CallReceiver implements DisposableBean {

    /** Of an answer. */
    private static final int LONGEST_DETAIL = 1024;

    /** An answer that goes on beyond this is cut off: to read it would cost more than another connection. */
    private static final int LONGEST_ANSWER = 64 * 1024;

    private static final int LONGEST_HEAD = 64 * 1024;

    /** Shorter than receivers keep theirs, so that they don't close one that is being used. */
    private static final int KEEP_ALIVE_SECONDS = 4;

    private static final int CONNECT_TIMEOUT_MS = 5_000;

    /** After its status. */
    private static final int REST_OF_ANSWER_MS = 1_000;

    private final EventLoops loops;
    private final Vertx vertx;
    private final HttpClient http;
    private final Fence fence;
    private final Clock clock;
    private final Duration timeout;

    CallReceiver(EventLoops loops, Fence fence, Clock clock, NotifyProperties properties) {
        this.fence = fence;
        this.clock = clock;
        this.timeout = properties.timeout();
        this.loops = loops;
        this.vertx = loops.vertx();
        this.http = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout(CONNECT_TIMEOUT_MS)
                        .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                        .setMaxHeaderSize(LONGEST_HEAD)
                        .setMaxInitialLineLength(LONGEST_HEAD),
                new PoolOptions().setHttp1MaxSize(properties.concurrency()));
    }

    /**
     * Posts the body.
     *
     * @param headers beside those of the protocol
     * @return never fails; completes within the timeout
     */
    CompletableFuture<Answered> call(Delivery delivery, byte[] body, Map<String, String> headers) {
        WebUrl url;
        try {
            url = WebUrl.parse(delivery.url());
        } catch (InvalidUrl e) {
            return CompletableFuture.completedFuture(Answered.without(TryResult.DNS, String.valueOf(e.getMessage())));
        }
        Optional<String> refusal = fence.refusal(url);
        if (refusal.isPresent()) {
            return CompletableFuture.completedFuture(Answered.without(TryResult.INTERNAL, refusal.get()));
        }
        return new Call(url, delivery.number(), body, headers).begin();
    }

    /** All of it on one event loop, which no other thread has to wake in between. */
    private final class Call {

        private final WebUrl url;
        private final int number;
        private final byte[] body;
        private final Map<String, String> headers;
        private final Context loop = loops.next();
        private final CompletableFuture<Answered> answered = new CompletableFuture<>();
        private @Nullable HttpClientRequest request;
        private final Buffer head = Buffer.buffer();
        private long size;

        Call(WebUrl url, int number, byte[] body, Map<String, String> headers) {
            this.url = url;
            this.number = number;
            this.body = body;
            this.headers = headers;
        }

        CompletableFuture<Answered> begin() {
            var unused = CompletableFuture.runAsync(this::bound, this::onLoop)
                    .thenCompose(bounded -> fence.resolve(url.host()))
                    .thenAcceptAsync(this::connect, this::onLoop)
                    .exceptionally(failure -> {
                        answered.completeExceptionally(failure);
                        return null;
                    });
            return answered.exceptionally(failure -> failed(Failures.of(failure)));
        }

        private void onLoop(Runnable task) {
            loop.runOnContext(begun -> task.run());
        }

        private void bound() {
            long late =
                    vertx.setTimer(timeout.toMillis(), id -> answered.completeExceptionally(new TimeoutException()));
            var unused = answered.whenComplete((result, failure) -> {
                vertx.cancelTimer(late);
                if (failure != null && request != null) {
                    request.reset();
                }
            });
        }

        private void connect(List<InetAddress> addresses) {
            // Each further try goes to the next, since one of several may be away.
            InetAddress address = addresses.get((number - 1) % addresses.size());
            boolean isSecure = url.scheme().equals("https");
            int port = url.port() != null ? url.port() : isSecure ? 443 : 80;
            http.request(new RequestOptions()
                            .setMethod(HttpMethod.POST)
                            .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, port)))
                            .setHost(url.host())
                            .setPort(port)
                            .setSsl(isSecure)
                            .setURI(url.target())
                            .setFollowRedirects(false))
                    .onSuccess(this::send)
                    .onFailure(answered::completeExceptionally);
        }

        private void send(HttpClientRequest connected) {
            if (answered.isDone()) {
                connected.reset();
                return;
            }
            request = connected;
            connected.putHeader("content-type", "application/json").putHeader("user-agent", "VSL-Webhooks/1");
            headers.forEach(connected::putHeader);
            connected.response().onSuccess(this::read).onFailure(answered::completeExceptionally);
            connected.end(Buffer.buffer(body));
        }

        private void read(HttpClientResponse response) {
            // The status has come: what is wrong with the rest, or late, changes nothing.
            long late = vertx.setTimer(REST_OF_ANSWER_MS, id -> cutOff(response));
            response.handler(bytes -> {
                size += bytes.length();
                head.appendBuffer(bytes, 0, Math.min(bytes.length(), LONGEST_DETAIL - head.length()));
                if (size > LONGEST_ANSWER) {
                    cutOff(response);
                }
            });
            response.exceptionHandler(failure -> end(response, late));
            response.endHandler(end -> end(response, late));
        }

        private void end(HttpClientResponse response, long late) {
            vertx.cancelTimer(late);
            answered.complete(answered(response, head));
        }

        private void cutOff(HttpClientResponse response) {
            answered.complete(answered(response, head));
            response.request().connection().close();
        }
    }

    private Answered answered(HttpClientResponse response, Buffer head) {
        int status = response.statusCode();
        String location = response.getHeader("location");
        if (status / 100 == 2) {
            return new Answered(TryResult.TAKEN, status, text(head), null);
        }
        if (status / 100 == 3 && location != null) {
            return new Answered(TryResult.REDIRECT, status, "to " + text(Buffer.buffer(location)), null);
        }
        return new Answered(
                TryResult.STATUS,
                status,
                text(head),
                RetryAfter.read(response.getHeader("retry-after"), clock.instant())
                        .orElse(null));
    }

    /** What stores and people can read of it. */
    private static String text(Buffer bytes) {
        String text = new String(bytes.getBytes(0, Math.min(bytes.length(), LONGEST_DETAIL)), StandardCharsets.UTF_8);
        return text.replaceAll("[\\p{Cntrl}&&[^\\r\\n\\t]]", "\uFFFD").strip();
    }

    private static Answered failed(Throwable failure) {
        TryResult result =
                switch (failure) {
                    case InternalAddress inside -> TryResult.INTERNAL;
                    case UnknownHostException unknown -> TryResult.DNS;
                    case TimeoutException late -> TryResult.TIMEOUT;
                    case ConnectTimeoutException late -> TryResult.TIMEOUT;
                    case SSLException insecure -> TryResult.TLS;
                    case DecoderException decoding when decoding.getCause() instanceof SSLException -> TryResult.TLS;
                    case SocketException refused -> TryResult.REFUSED;
                    default -> TryResult.CLOSED;
                };
        return Answered.without(result, reason(result, failure));
    }

    private static String reason(TryResult result, Throwable failure) {
        return switch (result) {
            case TIMEOUT -> "no connection or no answer in time";
            case INTERNAL, DNS -> "the host's name " + failure.getMessage();
            default -> text(Buffer.buffer(String.valueOf(failure.getMessage())));
        };
    }

    @Override
    public void destroy() {
        http.close();
    }
}

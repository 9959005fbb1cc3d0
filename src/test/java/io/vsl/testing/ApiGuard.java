package io.vsl.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.platform.http.HttpServers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ApplicationContextEvent;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Holds each call of VSL and its answer against {@code openapi.yaml}, wherever a test makes it with {@link Http}, {@link
 * Client} or {@link EventReader}. A call counts when it goes to the port of an application that runs in this JVM, by {@code
 * META-INF/spring.factories}, or in a process that it has started. The test fails during which one did not fit,
 * unless it {@link AddsToTheApi}.
 */
public final class ApiGuard extends FaultGuard implements ApplicationListener<ApplicationEvent> {

    private static final Pattern REQUEST_LINE = Pattern.compile("([A-Z]+) (/\\S*) HTTP/1\\.1");

    private static final Pattern STATUS_LINE = Pattern.compile("(?m)^HTTP/1\\.1 (\\d{3}) .*$");

    private static final String END_OF_HEAD = "\r\n\r\n";

    private static final Queue<String> FAULTS = new ConcurrentLinkedQueue<>();

    private static final Set<Integer> PORTS = ConcurrentHashMap.newKeySet();

    public ApiGuard() {
        super("Calls do not fit openapi.yaml", AddsToTheApi.class);
    }

    @Override
    List<String> found() {
        return faults();
    }

    /** From now on somebody of ours listens there. */
    static void follow(int port) {
        PORTS.add(port);
    }

    /** Nobody of ours does any more. */
    static void leave(int port) {
        PORTS.remove(port);
    }

    @Override
    public void onApplicationEvent(ApplicationEvent event) {
        if (event instanceof ApplicationReadyEvent ready) {
            ready.getApplicationContext()
                    .getBeanProvider(HttpServers.class)
                    .ifAvailable(servers -> follow(servers.port()));
        } else if (event instanceof ContextClosedEvent closed) {
            close(closed);
        }
    }

    private static void close(ApplicationContextEvent closed) {
        closed.getApplicationContext().getBeanProvider(HttpServers.class).ifAvailable(servers -> leave(servers.port()));
    }

    /** What did not fit since this was asked last. */
    public static List<String> faults() {
        List<String> faults = new ArrayList<>();
        for (String fault = FAULTS.poll(); fault != null; fault = FAULTS.poll()) {
            faults.add(fault);
        }
        return faults;
    }

    static void look(HttpRequest request, HttpResponse<?> response) {
        if (PORTS.contains(request.uri().getPort())) {
            look(new OpenApi.Call(
                    request.method(),
                    request.uri(),
                    request.headers(),
                    request.bodyPublisher().map(ApiGuard::text).orElse(""),
                    response.statusCode(),
                    response.headers(),
                    text(unpacked(response))));
        }
    }

    /** Data of an event of a stream. */
    static void look(URI uri, String type, JsonNode data) {
        if (PORTS.contains(uri.getPort())) {
            OpenApi.eventFaults(type, data).forEach(fault -> FAULTS.add("GET %s: %s".formatted(uri.getPath(), fault)));
        }
    }

    /** One request and its answer as they went over the wire; of several at once, none. */
    static void look(URI uri, String request, String answer) {
        List<String> statuses = STATUS_LINE
                .matcher(answer)
                .results()
                .map(match -> match.group(1))
                .toList();
        if (!PORTS.contains(uri.getPort()) || statuses.size() != 1) {
            return;
        }
        Matcher line = REQUEST_LINE.matcher(request.lines().findFirst().orElse(""));
        boolean isReadable = line.matches();
        HttpHeaders sent = headers(request);
        HttpHeaders answered = headers(answer);
        look(new OpenApi.Call(
                isReadable ? line.group(1) : "GET",
                isReadable ? path(line.group(2)) : URI.create("/"),
                sent,
                isChunked(sent) ? null : body(request),
                Integer.parseInt(statuses.get(0)),
                answered,
                isChunked(answered) ? null : body(answer)));
    }

    private static void look(OpenApi.Call call) {
        OpenApi.faults(call)
                .forEach(fault -> FAULTS.add(
                        "%s %s %d: %s".formatted(call.method(), call.uri().getRawPath(), call.status(), fault)));
    }

    /** What is no path of ours is at any rate another. */
    private static URI path(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            return URI.create("/");
        }
    }

    private static HttpHeaders headers(String text) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        text.substring(0, text.indexOf(END_OF_HEAD) < 0 ? text.length() : text.indexOf(END_OF_HEAD))
                .lines()
                .skip(1)
                .map(line -> line.split(":", 2))
                .filter(parts -> parts.length == 2 && !parts[0].isBlank())
                .forEach(parts -> headers.computeIfAbsent(parts[0].trim(), none -> new ArrayList<>())
                        .add(parts[1].trim()));
        return HttpHeaders.of(headers, (name, value) -> true);
    }

    private static boolean isChunked(HttpHeaders headers) {
        return headers.firstValue("Transfer-Encoding").isPresent();
    }

    private static String body(String text) {
        int end = text.indexOf(END_OF_HEAD);
        return end < 0 ? "" : text.substring(end + END_OF_HEAD.length());
    }

    private static @Nullable Object unpacked(HttpResponse<?> response) {
        if (!(response.body() instanceof byte[] bytes)
                || response.headers().firstValue("Content-Encoding").isEmpty()
                || bytes.length == 0) {
            return response.body();
        }
        try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return plain.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable String text(@Nullable Object body) {
        return switch (body) {
            case null -> "";
            case String text -> text;
            case byte[] bytes -> new String(bytes, UTF_8);
            default -> null;
        };
    }

    private static String text(HttpRequest.BodyPublisher publisher) {
        BodySubscriber<String> text = BodySubscribers.ofString(UTF_8);
        publisher.subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                text.onSubscribe(subscription);
            }

            @Override
            public void onNext(ByteBuffer bytes) {
                text.onNext(List.of(bytes));
            }

            @Override
            public void onError(Throwable reason) {
                text.onError(reason);
            }

            @Override
            public void onComplete() {
                text.onComplete();
            }
        });
        return text.getBody().toCompletableFuture().join();
    }
}

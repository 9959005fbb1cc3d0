package io.vsl.devstack.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Reports predictions to their webhooks, signed. Only the report of the end is tried again, the last time one minute
 * after the first; redirects are not followed.
 */
final class Webhooks {

    /** Between one try and the next: 2, 6, 14, 30 and 60 seconds after the first. */
    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(8),
            Duration.ofSeconds(16),
            Duration.ofSeconds(30));

    private static final Duration THROTTLE = Duration.ofMillis(500);
    private static final long ANSWER_WITHIN_MILLIS = 10_000;
    private static final long HELD_AT_MOST_MILLIS = 2_000;

    private final Vertx vertx;
    private final Settings settings;
    private final Faults faults;
    private final HttpClient client;
    private final List<Runnable> held = new ArrayList<>();
    private String secret;
    private WebhookSignature signature;
    private long delivered;
    private long failed;

    Webhooks(Vertx vertx, Settings settings, Faults faults, String secret) {
        this.vertx = vertx;
        this.settings = settings;
        this.faults = faults;
        this.secret = secret;
        this.signature = new WebhookSignature(secret);
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(3_000).setKeepAliveTimeout(4),
                new PoolOptions().setHttp1MaxSize(256));
    }

    /** What is signed with. */
    String secret() {
        return secret;
    }

    /**
     * From now on every try is signed with another, as after a rotation.
     *
     * @throws IllegalArgumentException when it is none
     */
    void rotate(String other) {
        signature = new WebhookSignature(other);
        secret = other;
    }

    /** One message; its body and id are the same at every try. */
    private record Message(String url, String id, Buffer body, boolean retried, boolean badlySigned) {}

    /** Deliveries that were answered with 2xx. */
    long delivered() {
        return delivered;
    }

    /** Tries that weren't. */
    long failed() {
        return failed;
    }

    /**
     * Reports an event, if the prediction wants it.
     *
     * @return done when the first try has been answered or has failed, or when there is nothing to do
     */
    Future<Void> report(Prediction prediction, WebhookEvent event) {
        if (!settings.now().webhooks() || !prediction.order.events().contains(event) || tooSoon(prediction, event)) {
            return Future.succeededFuture();
        }
        return send(prediction, event, true);
    }

    /** Sends the report of the end, or of how things stand, once more, under the id it had. */
    Future<Void> resend(Prediction prediction) {
        return send(prediction, WebhookEvent.COMPLETED, false);
    }

    private Future<Void> send(Prediction prediction, WebhookEvent event, boolean faulty) {
        if (prediction.order.webhook() == null) {
            return Future.succeededFuture();
        }
        Fault fault = faulty
                ? faults.strike(Fault.On.WEBHOOK, Subject.of(prediction, event), kind -> !kind.equals("before-answer"))
                : null;
        Message message = new Message(
                prediction.order.webhook(),
                id(prediction, event),
                prediction.toJson(settings.now().showWebhook()).toBuffer(),
                event == WebhookEvent.COMPLETED,
                fault != null && fault.is("bad-signature"));
        return fault == null ? deliver(message) : deliver(message, fault);
    }

    private Future<Void> deliver(Message message, Fault fault) {
        return switch (fault.kind()) {
            case "lose" -> Future.succeededFuture();
            case "duplicate" -> {
                for (int copy = 1; copy < fault.number("copies", 2); copy++) {
                    deliver(message);
                }
                yield deliver(message);
            }
            case "delay" -> vertx.timer(fault.number("delay_ms", 1_000)).compose(timer -> deliver(message));
            case "reorder" -> {
                hold(() -> deliver(message));
                yield Future.succeededFuture();
            }
            default -> deliver(message);
        };
    }

    /** Sends a message, then what was held back for it to overtake. */
    private Future<Void> deliver(Message message) {
        return attempt(message, 0).onComplete(answered -> List.copyOf(held).forEach(Runnable::run));
    }

    private void hold(Runnable delivery) {
        Runnable once = new Runnable() {
            @Override
            public void run() {
                if (held.remove(this)) {
                    delivery.run();
                }
            }
        };
        held.add(once);
        vertx.setTimer(HELD_AT_MOST_MILLIS, timer -> once.run());
    }

    private Future<Void> attempt(Message message, int attempt) {
        return post(message).otherwise(0).map(status -> {
            if (status >= 200 && status < 300) {
                delivered++;
                return null;
            }
            failed++;
            boolean redirected = status >= 300 && status < 400;
            if (message.retried() && !redirected && attempt < PAUSES.size()) {
                long pause = Math.max(1, settings.millis(PAUSES.get(attempt)));
                vertx.setTimer(pause, timer -> attempt(message, attempt + 1));
            }
            return null;
        });
    }

    /** The status of the answer. */
    private Future<Integer> post(Message message) {
        long timestamp = System.currentTimeMillis() / 1000;
        String signed = signature.sign(message.id(), timestamp, message.body().getBytes());
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(message.url())
                .setFollowRedirects(false)
                .setIdleTimeout(ANSWER_WITHIN_MILLIS)
                .putHeader("content-type", "application/json")
                .putHeader("user-agent", "Replicate-Simulator/1")
                .putHeader("webhook-id", message.id())
                .putHeader("webhook-timestamp", Long.toString(timestamp))
                .putHeader("webhook-signature", message.badlySigned() ? spoilt(signed) : signed);
        return client.request(request)
                .compose(sending -> sending.send(message.body()))
                .compose(answer -> answer.body().map(body -> answer.statusCode()));
    }

    private boolean tooSoon(Prediction prediction, WebhookEvent event) {
        if (!event.throttled()) {
            return false;
        }
        long now = System.nanoTime();
        if (prediction.reportedNanos != null
                && now - prediction.reportedNanos < TimeUnit.MILLISECONDS.toNanos(settings.millis(THROTTLE))) {
            return true;
        }
        prediction.reportedNanos = now;
        return false;
    }

    private static String id(Prediction prediction, WebhookEvent event) {
        if (event == WebhookEvent.COMPLETED && prediction.completedMessage != null) {
            return prediction.completedMessage;
        }
        String id = "msg_" + RandomId.of(27);
        if (event == WebhookEvent.COMPLETED) {
            prediction.completedMessage = id;
        }
        return id;
    }

    /** A signature of the right form that is wrong: its first character is another. */
    private static String spoilt(String signature) {
        int first = "v1,".length();
        return "v1," + (signature.charAt(first) == 'A' ? 'B' : 'A') + signature.substring(first + 1);
    }
}

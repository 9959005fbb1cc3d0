package io.vsl.status;

import io.vsl.job.JobEvent;
import io.vsl.job.JobEventType;
import io.vsl.job.JobMediaDeleted;
import io.vsl.job.JobSnapshot;
import io.vsl.platform.feed.FeedEvent;
import io.vsl.platform.feed.Interest;
import io.vsl.platform.feed.JobFeed;
import io.vsl.platform.feed.LogPlace;
import io.vsl.platform.feed.LogPosition;
import io.vsl.platform.feed.Subscription;
import io.vsl.platform.http.Problem;
import io.vsl.platform.http.QueryParameters;
import io.vsl.platform.kafka.Topics;
import io.vsl.platform.loop.Failures;
import io.vsl.platform.security.Caller;
import io.vsl.stores.JobHistory;
import io.vsl.stores.PlacedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Begins streams of events. What has happened to one job stands in PostgreSQL, and what PostgreSQL does not have yet the
 * feed has; the reader is told each once, wherever it was told the events before.
 */
@Component("openStream")
class OpenStream {

    private static final Logger LOG = LoggerFactory.getLogger(OpenStream.class);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /** As browsers send it when they come again; it is newer than what the URL has. */
    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private static final String AFTER = "after";

    private static final int NO_CONTENT = 204;

    private final JobFeed feed;
    private final JobHistory history;
    private final Topics topics;
    private final ShowEvent show;
    private final ExecutorService aside;

    OpenStream(
            JobFeed feed,
            JobHistory history,
            Topics topics,
            ShowEvent show,
            @Qualifier("aside") ExecutorService aside) {
        this.topics = topics;
        this.feed = feed;
        this.history = history;
        this.show = show;
        this.aside = aside;
    }

    /** @return fails with a Problem 400, 503 when the log or PostgreSQL can't be read */
    public CompletionStage<?> ofJob(Exchange exchange) {
        JobSnapshot found = exchange.getMessage().getBody(JobSnapshot.class);
        Caller caller = exchange.getProperty("caller", Caller.class);
        QueryParameters parameters = new QueryParameters(exchange.getMessage());
        Integer after = after(parameters, OpenStream::sequence, "must be the id of an event, a whole number");
        parameters.check();
        JobStream stream = new JobStream(caller.userId(), after == null ? 0 : after, show);
        UUID jobId = found.job().jobId();
        return open(
                exchange,
                stream,
                feed.follow(new Interest.OfJob(jobId), null, stream),
                subscription -> whenComplete(complete -> stream.begin(
                        inTheirOrder(known(List.of(jobId), subscription)), complete ? null : found.job())));
    }

    /** @return fails with a Problem 400, 403 when it is another user's, 503 when the log can't be read */
    public CompletionStage<?> ofUser(Exchange exchange) {
        Caller caller = exchange.getProperty("caller", Caller.class);
        QueryParameters parameters = new QueryParameters(exchange.getMessage());
        String userId = parameters.userId();
        LogPosition after = after(parameters, LogPosition::parse, "must be the id of an event of this stream");
        parameters.check();
        String whose = caller.meantOrAll(userId);
        JobsStream stream = new JobsStream(caller.userId(), show);
        Interest interest = whose == null ? new Interest.All() : new Interest.OfUser(whose);
        return open(exchange, stream, feed.follow(interest, after, stream), subscription -> {
            if (subscription.isResumed()) {
                stream.begin(after == null ? LogPosition.NONE : after, subscription.recent());
            } else {
                stream.beginAnew();
            }
            return CompletableFuture.completedStage(null);
        });
    }

    /** @return fails with a Problem 400, 503 when the log or PostgreSQL can't be read */
    public CompletionStage<?> ofBatch(Exchange exchange) {
        ManageBatches.Jobs batch = exchange.getMessage().getBody(ManageBatches.Jobs.class);
        QueryParameters parameters = new QueryParameters(exchange.getMessage());
        LogPosition after = after(parameters, LogPosition::parse, "must be the id of an event of this stream");
        parameters.check();
        Caller caller = exchange.getProperty("caller", Caller.class);
        BatchStream stream = new BatchStream(caller.userId(), after == null ? LogPosition.NONE : after, show);
        return open(
                exchange,
                stream,
                feed.follow(new Interest.OfBatch(batch.userId(), batch.batchId()), null, stream),
                subscription -> whenComplete(
                        complete -> stream.begin(batch.ids(), known(batch.ids(), subscription), complete)));
    }

    /**
     * Begins the answer.
     *
     * @param begin tells the stream what it begins with
     */
    private static CompletionStage<?> open(
            Exchange exchange,
            FollowedStream stream,
            CompletionStage<Subscription> following,
            Function<Subscription, CompletionStage<Void>> begin) {
        return following
                .thenCompose(subscription -> {
                    stream.follow(subscription.close());
                    return begin.apply(subscription);
                })
                .handle((begun, failure) -> {
                    if (failure != null) {
                        stream.end();
                        throw unavailable(failure);
                    }
                    return answer(exchange.getMessage(), stream);
                });
    }

    /** Once the history has what the feed does not have, or does not get it in time. */
    private CompletionStage<Void> whenComplete(Consumer<Boolean> begin) {
        return feed.historyIsComplete().thenAcceptAsync(begin, aside);
    }

    private static <T> @Nullable T after(QueryParameters parameters, Function<String, T> read, String otherwise) {
        T inUrl = parameters.value(AFTER, read, otherwise);
        T last = parameters.value(LAST_EVENT_ID, read, otherwise);
        return last == null ? inUrl : last;
    }

    /** @throws IllegalArgumentException when it is none */
    private static int sequence(String text) {
        if (!text.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException("no number");
        }
        return Integer.parseInt(text);
    }

    /**
     * First what PostgreSQL has, of each partition in its order, then what the feed has; some of it in both. That files are
     * gone is no event of a stream; it leads to none of them.
     */
    private List<FeedEvent> known(List<UUID> jobIds, Subscription subscription) {
        List<String> read = topics.eventsOfStreams();
        List<PlacedEvent> all = history.of(jobIds);
        Map<UUID, Instant> gone = all.stream()
                .map(PlacedEvent::event)
                .filter(JobMediaDeleted.class::isInstance)
                .collect(Collectors.toMap(
                        event -> event.job().jobId(),
                        JobEvent::time,
                        (one, other) -> one.isBefore(other) ? one : other));
        Stream<FeedEvent> past = all.stream()
                .filter(placed -> !(placed.event() instanceof JobMediaDeleted))
                .map(placed -> FeedEvent.of(
                        placed.event(),
                        new LogPlace(read.indexOf(placed.topic()), placed.partition(), placed.offset())))
                .sorted(Comparator.comparing(
                        FeedEvent::place,
                        Comparator.comparingInt(LogPlace::topic)
                                .thenComparingInt(LogPlace::partition)
                                .thenComparingLong(LogPlace::offset)));
        return Stream.concat(past, subscription.recent().stream())
                .map(event -> withoutMedia(event, gone.get(event.job().jobId())))
                .toList();
    }

    private static FeedEvent withoutMedia(FeedEvent event, @Nullable Instant since) {
        return since == null
                        || event.type() != JobEventType.COMPLETED
                        || event.job().result() == null
                ? event
                : new FeedEvent(event.type(), event.job().withoutMedia(since), event.place(), event.position());
    }

    private static List<FeedEvent> inTheirOrder(List<FeedEvent> events) {
        return events.stream().sorted(Comparator.comparing(FeedEvent::sequence)).toList();
    }

    /** The body of the answer. */
    private static Object answer(Message message, FollowedStream stream) {
        message.removeHeaders("*");
        message.setHeader("Cache-Control", "no-store");
        if (stream.hasNothingToTell()) {
            // Browsers come again after any other answer.
            stream.end();
            message.setHeader(Exchange.HTTP_RESPONSE_CODE, NO_CONTENT);
            return new byte[0];
        }
        message.setHeader("X-Accel-Buffering", "no");
        return stream;
    }

    private static RuntimeException unavailable(Throwable failure) {
        Throwable reason = Failures.of(failure);
        if (reason instanceof Problem problem) {
            return problem;
        }
        LOG.atWarn()
                .addKeyValue("action", "stream")
                .addKeyValue("error", reason.toString())
                .log(reason instanceof DataAccessException ? "The history can't be read" : "The log can't be read");
        return Problem.unavailable("STATUS_UNAVAILABLE", "Events can't be streamed right now", RETRY_AFTER);
    }
}

package io.vsl.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.job.Job;
import io.vsl.job.JobEvent;
import io.vsl.platform.aws.TestViews;
import io.vsl.platform.feed.FeedEvent;
import io.vsl.platform.feed.LogPlace;
import io.vsl.platform.feed.LogPosition;
import io.vsl.platform.http.EventSink;
import io.vsl.platform.json.JsonConfiguration;
import io.vsl.testing.TestJobs;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the reader of a stream gets, of what PostgreSQL and the feed know. */
class FollowedStreamTest {

    private static final Instant AT = Instant.parse("2026-01-01T10:30:00Z");
    private static final String USER = "user123";
    private static final int ACCEPTED = 0;
    private static final int STARTED = 1;
    private static final int COMPLETED = 3;

    private final ShowEvent show = new ShowEvent(TestViews.behindCdn(), JsonConfiguration.json());
    private final Job job = TestJobs.pending(UUID.randomUUID(), AT);
    private final Job other = TestJobs.pending(UUID.randomUUID(), AT);
    private final Reader reader = new Reader();

    private static JobEvent accepted(Job job) {
        return TestJobs.accepted(job);
    }

    private static JobEvent started(Job job) {
        return TestJobs.started(job, AT);
    }

    private static JobEvent completed(Job job) {
        return TestJobs.cancelled(job, AT);
    }

    /** As the history has it. */
    private static FeedEvent past(JobEvent event, int topic, long offset) {
        return FeedEvent.of(event, new LogPlace(topic, 0, offset));
    }

    /** As a feed tells it that has read so far, of each topic. */
    private static FeedEvent told(JobEvent event, int topic, long offset, long... next) {
        LogPosition position = LogPosition.NONE;
        for (int i = 0; i < next.length; i++) {
            position = position.at(i, 0, next[i]);
        }
        return new FeedEvent(event.type(), event.job(), new LogPlace(topic, 0, offset), position);
    }

    /** What came, as "type/sequence", and the id of the last. */
    private static final class Reader implements EventSink {

        private static final Pattern EVENT =
                Pattern.compile("(?:id: (\\S+)\\n)?event: (\\S+)\\n.*?(?:\"sequence\":(\\d+).*)?", Pattern.DOTALL);

        private final List<String> got = new ArrayList<>();
        private String id = "";
        private boolean isClosed;

        @Override
        public void send(byte[] event) {
            Matcher matcher = EVENT.matcher(new String(event, StandardCharsets.UTF_8));
            assertThat(matcher.matches()).isTrue();
            got.add(matcher.group(2) + (matcher.group(3) == null ? "" : "/" + matcher.group(3)));
            id = matcher.group(1) == null ? id : matcher.group(1);
        }

        @Override
        public void close() {
            isClosed = true;
        }

        Reader of(FollowedStream stream) {
            stream.past().forEachRemaining(this::send);
            stream.begin(this);
            return this;
        }
    }

    private JobStream ofJob(int after, List<FeedEvent> known) {
        JobStream stream = new JobStream(USER, after, show);
        stream.begin(known, null);
        return stream;
    }

    private BatchStream ofBatch(LogPosition after, FeedEvent... known) {
        BatchStream stream = new BatchStream(USER, after, show);
        stream.begin(List.of(job.jobId(), other.jobId()), List.of(known), true);
        return stream;
    }

    @Test
    void aJobsEventsComeOnceWhoeverKnowsThem() {
        JobStream stream = ofJob(
                0,
                List.of(
                        past(accepted(job), ACCEPTED, 1),
                        told(accepted(job), ACCEPTED, 1, 2),
                        told(started(job), STARTED, 1, 2, 2)));
        stream.told(told(started(job), STARTED, 1, 2, 2));
        reader.of(stream);
        stream.told(told(completed(job), COMPLETED, 1, 2, 2, 0, 2));
        stream.told(told(started(job), STARTED, 2, 2, 3, 0, 2));

        assertThat(reader.got).containsExactly("job.accepted/1", "job.started/2", "job.completed/4");
        assertThat(reader.isClosed).isTrue();
        assertThat(reader.id).isEqualTo("4");
    }

    @Test
    void aJobsReaderGetsWhatComesAfterItsLastAndNothingWhenItHasAll() {
        List<FeedEvent> all = List.of(
                past(accepted(job), ACCEPTED, 1), past(started(job), STARTED, 1), past(completed(job), COMPLETED, 1));

        assertThat(reader.of(ofJob(1, all)).got).containsExactly("job.started/2", "job.completed/4");
        assertThat(new Reader().of(ofJob(9, all)).got)
                .as("of a reader that can't have been so far")
                .containsExactly("job.completed/4");
        assertThat(ofJob(4, all).hasNothingToTell()).isTrue();
        assertThat(ofJob(2, all).hasNothingToTell()).isFalse();
    }

    @Test
    void aJobWhoseHistoryIsNotCompleteIsToldAsItIs() {
        JobStream stream = new JobStream(USER, 0, show);
        stream.begin(List.of(past(accepted(job), ACCEPTED, 1)), started(job).job());

        assertThat(reader.of(stream).got).containsExactly("job.accepted/1", "resync/2");
    }

    @Test
    void aReaderOfJobsThatWasFurtherThanThisFeedIsNotToldAgainAndDoesNotFallBack() {
        LogPosition after = LogPosition.NONE.at(ACCEPTED, 0, 5).at(STARTED, 0, 5);
        JobsStream stream = new JobsStream(USER, show);
        stream.begin(after, List.of());
        reader.of(stream);

        stream.told(told(accepted(job), ACCEPTED, 4, 5, 1));
        stream.told(told(accepted(other), ACCEPTED, 5, 6, 1));

        assertThat(reader.got).containsExactly("job.accepted/1");
        assertThat(LogPosition.parse(reader.id))
                .as("what it had of the other topic it has still")
                .isEqualTo(LogPosition.NONE.at(ACCEPTED, 0, 6).at(STARTED, 0, 5));
    }

    @Test
    void jobsThatCannotBeResumedBeginAnew() {
        JobsStream stream = new JobsStream(USER, show);
        stream.beginAnew();
        stream.told(told(accepted(job), ACCEPTED, 1, 2));

        assertThat(reader.of(stream).got).containsExactly("resync", "job.accepted/1");
        assertThat(reader.isClosed).isFalse();
        stream.lost();
        assertThat(reader.isClosed).isTrue();
    }

    @Test
    void aBatchEndsWithItsLastJob() {
        BatchStream stream = ofBatch(LogPosition.NONE, past(accepted(job), ACCEPTED, 1));
        reader.of(stream);
        stream.told(told(completed(job), COMPLETED, 1, 2, 0, 0, 2));
        assertThat(reader.isClosed).isFalse();
        stream.told(told(completed(other), COMPLETED, 2, 2, 0, 0, 3));

        assertThat(reader.got).containsExactly("job.accepted/1", "job.completed/4", "job.completed/4");
        assertThat(reader.isClosed).isTrue();
    }

    @Test
    void aBatchWhoseReaderHasItsOutcomesIsOverAlsoWhereOnlyTheFeedKnowsThem() {
        LogPosition after = LogPosition.NONE.at(COMPLETED, 0, 3);

        BatchStream stream = ofBatch(
                after,
                told(completed(job), COMPLETED, 1, 0, 0, 0, 2),
                told(completed(other), COMPLETED, 2, 0, 0, 0, 3));

        assertThat(stream.hasNothingToTell()).isTrue();
    }

    @Test
    void aBatchWhoseReaderHasItsOutcomesIsOverOnceThisFeedHasReadThemToo() {
        LogPosition after = LogPosition.NONE.at(COMPLETED, 0, 3);
        BatchStream stream = ofBatch(after, told(completed(job), COMPLETED, 1, 0, 0, 0, 2));
        reader.of(stream);

        stream.told(told(completed(other), COMPLETED, 2, 0, 0, 0, 3));

        assertThat(reader.got).isEmpty();
        assertThat(reader.isClosed).isTrue();
    }

    @Test
    void aBatchIsResumedAfterEachOfItsEvents() {
        FeedEvent[] known = {
            past(accepted(job), ACCEPTED, 1),
            past(accepted(other), ACCEPTED, 2),
            past(started(job), STARTED, 7),
            past(completed(job), COMPLETED, 4),
            told(started(job), STARTED, 7, 3, 8),
            told(started(other), STARTED, 8, 3, 9),
            told(completed(other), COMPLETED, 5, 3, 9, 0, 6)
        };
        List<String> whole = reader.of(ofBatch(LogPosition.NONE, known)).got;
        assertThat(whole).hasSize(6);

        List<String> pieces = new ArrayList<>();
        LogPosition after = LogPosition.NONE;
        BatchStream stream = ofBatch(after, known);
        while (!stream.hasNothingToTell()) {
            Reader one = new Reader();
            one.send(stream.past().next());
            pieces.addAll(one.got);
            after = LogPosition.parse(one.id);
            stream = ofBatch(after, known);
        }

        assertThat(pieces).isEqualTo(whole);
    }
}

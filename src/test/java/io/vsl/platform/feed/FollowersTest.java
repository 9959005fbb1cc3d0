package io.vsl.platform.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.job.Job;
import io.vsl.job.JobEvent;
import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.LogFollower.Place;
import io.vsl.platform.kafka.Range;
import io.vsl.testing.TestJobs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FollowersTest {

    private static final Instant AT = Instant.parse("2026-01-01T10:30:00Z");

    private static final List<String> TOPICS = List.of("accepted", "started", "completed");

    private final Map<Consumed, JobEvent> events = new HashMap<>();
    private final Map<String, Long> offsets = new HashMap<>();
    private final UUID jobId = UUID.randomUUID();
    private Followers followers = followers(1 << 20);

    private Followers followers(long most) {
        return new Followers(TOPICS, most, record -> Optional.ofNullable(events.get(record)));
    }

    @BeforeEach
    void reads() {
        begin(followers);
    }

    private static void begin(Followers begun) {
        begun.reads(TOPICS.stream()
                .flatMap(topic -> List.of(new Range(topic, 0, 10, 12), new Range(topic, 1, 0, 0)).stream())
                .toList());
    }

    /** What one follower was told. */
    private static final class Told implements FeedListener {

        private final List<FeedEvent> events = new ArrayList<>();
        private boolean isLost;

        @Override
        public void told(FeedEvent event) {
            events.add(event);
        }

        @Override
        public void lost() {
            isLost = true;
        }

        List<String> what() {
            return events.stream()
                    .map(event -> event.job().userId() + " " + event.type().value())
                    .toList();
        }
    }

    private static Job job(UUID id, String userId) {
        return TestJobs.pending(id, userId, AT);
    }

    private static JobEvent accepted(Job job) {
        return TestJobs.accepted(job);
    }

    private static JobEvent started(Job job) {
        return TestJobs.started(job, AT);
    }

    private static JobEvent completed(Job job) {
        return TestJobs.cancelled(job, AT);
    }

    private Consumed at(String topic, int partition, int millis, JobEvent event) {
        long offset = offsets.merge(topic + partition, partition == 0 ? 10L : 0L, (next, first) -> next + 1);
        Consumed record =
                new Consumed(topic, partition, offset, AT.plusMillis(millis), null, new byte[100], new RecordHeaders());
        events.put(record, event);
        return record;
    }

    @Test
    void eachIsToldOfTheirOwn() {
        Told ofJob = new Told();
        Told ofUser = new Told();
        Told ofAll = new Told();
        Told ofOther = new Told();
        UUID batch = UUID.randomUUID();
        Told ofBatch = new Told();
        followers.subscribe(new Interest.OfJob(jobId), null, ofJob);
        followers.subscribe(new Interest.OfUser("a"), null, ofUser);
        followers.subscribe(new Interest.All(), null, ofAll);
        followers.subscribe(new Interest.OfUser("c"), null, ofOther);
        followers.subscribe(new Interest.OfBatch("b", batch), null, ofBatch);

        followers.tell(List.of(
                at("accepted", 0, 1, accepted(job(jobId, "a"))),
                at("accepted", 1, 2, accepted(job(UUID.randomUUID(), "b").inBatch(batch))),
                at("accepted", 1, 3, accepted(job(UUID.randomUUID(), "a").inBatch(batch)))));

        assertThat(ofJob.what()).containsExactly("a job.accepted");
        assertThat(ofUser.what()).containsExactly("a job.accepted", "a job.accepted");
        assertThat(ofAll.what()).containsExactly("a job.accepted", "b job.accepted", "a job.accepted");
        assertThat(ofBatch.what()).as("another user's batch of that id").containsExactly("b job.accepted");
        assertThat(ofOther.events).isEmpty();
    }

    @Test
    void ofSeveralPartitionsWhatWasWrittenFirstIsToldFirst() {
        Told told = new Told();
        followers.subscribe(new Interest.OfJob(jobId), null, told);
        Job job = job(jobId, "a");

        followers.tell(List.of(
                at("completed", 0, 9, completed(job)),
                at("started", 0, 5, started(job)),
                at("accepted", 0, 1, accepted(job))));

        assertThat(told.what()).containsExactly("a job.accepted", "a job.started", "a job.completed");
    }

    @Test
    void whatIsToldAgainOrComesLateIsNotTold() {
        Told told = new Told();
        followers.subscribe(new Interest.OfJob(jobId), null, told);
        Job job = job(jobId, "a");

        followers.tell(List.of(at("completed", 0, 1, completed(job))));
        followers.tell(List.of(at("started", 0, 2, started(job)), at("completed", 0, 3, completed(job))));

        assertThat(told.what()).containsExactly("a job.completed");
    }

    @Test
    void whatWasToldLatelyIsKeptForWhoComes() {
        Job job = job(jobId, "a");
        followers.tell(List.of(at("accepted", 0, 1, accepted(job))));

        assertThat(followers
                        .subscribe(new Interest.OfJob(jobId), null, new Told())
                        .recent())
                .hasSize(1);
        assertThat(followers
                        .subscribe(new Interest.OfUser("a"), null, new Told())
                        .recent())
                .as("from now on")
                .isEmpty();
    }

    @Test
    void whoWasAtAPositionIsToldWhatCameAfterItAndNothingElse() {
        Told first = new Told();
        followers.subscribe(new Interest.OfUser("a"), null, first);
        followers.tell(List.of(
                at("accepted", 0, 1, accepted(job(jobId, "a"))),
                at("accepted", 1, 2, accepted(job(UUID.randomUUID(), "a"))),
                at("started", 0, 3, started(job(jobId, "a")))));
        for (int seen = 1; seen <= 3; seen++) {
            LogPosition after =
                    LogPosition.parse(first.events.get(seen - 1).position().toString());

            Subscription resumed = followers.subscribe(new Interest.OfUser("a"), after, new Told());

            assertThat(resumed.isResumed()).isTrue();
            assertThat(resumed.recent()).isEqualTo(first.events.subList(seen, 3));
        }
    }

    @Test
    void ofABatchAllThatIsKeptIsKnown() {
        UUID batch = UUID.randomUUID();
        Interest ofBatch = new Interest.OfBatch("a", batch);
        followers.tell(List.of(
                at("accepted", 0, 1, accepted(job(jobId, "a").inBatch(batch))),
                at("accepted", 1, 2, accepted(job(UUID.randomUUID(), "a")))));

        assertThat(followers.subscribe(ofBatch, null, new Told()).recent())
                .extracting(event -> event.job().jobId())
                .containsExactly(jobId);
    }

    @Test
    void whatIsNotKeptAnyMoreCannotBeResumed() {
        followers = followers(2000);
        begin(followers);
        Told first = new Told();
        followers.subscribe(new Interest.OfUser("a"), null, first);
        for (int i = 0; i < 4; i++) {
            followers.tell(List.of(at("accepted", 0, i, accepted(job(UUID.randomUUID(), "a")))));
        }

        Subscription old = followers.subscribe(
                new Interest.OfUser("a"), first.events.get(0).position(), new Told());
        Subscription young = followers.subscribe(
                new Interest.OfUser("a"), first.events.get(1).position(), new Told());

        assertThat(old.isResumed()).isFalse();
        assertThat(old.recent()).isEmpty();
        assertThat(young.isResumed()).isTrue();
        assertThat(young.recent()).hasSize(2);
        assertThat(followers
                        .subscribe(new Interest.OfUser("a"), new LogPosition(new long[0][]), new Told())
                        .isResumed())
                .as("from the beginning of everything")
                .isFalse();
    }

    @Test
    void theHistoryIsCompleteOnceItHasWhatIsNotKept() {
        followers = followers(2000);
        begin(followers);
        assertThat(followers.isCovered(followers.position(done(9, 10)))).isFalse();
        assertThat(followers.isCovered(followers.position(done(10, 10)))).isTrue();
        for (int i = 0; i < 4; i++) {
            followers.tell(List.of(at("accepted", 0, i, accepted(job(UUID.randomUUID(), "a")))));
        }

        assertThat(followers.isCovered(followers.position(done(11, 10)))).isFalse();
        assertThat(followers.isCovered(followers.position(done(12, 9)))).isFalse();
        assertThat(followers.isCovered(followers.position(done(12, 10)))).isTrue();
    }

    private static List<Place> done(long accepted, long others) {
        return List.of(
                new Place("accepted", 0, accepted), new Place("started", 0, others), new Place("completed", 0, others));
    }

    @Test
    void itIsCaughtUpWhenAllIsReadThatThereWas() {
        assertThat(followers.isCaughtUp()).isFalse();
        for (String topic : TOPICS) {
            followers.tell(List.of(
                    at(topic, 0, 1, accepted(job(UUID.randomUUID(), "a"))),
                    at(topic, 0, 2, accepted(job(UUID.randomUUID(), "a")))));
        }
        assertThat(followers.isCaughtUp()).isTrue();
    }

    @Test
    void aRecordWithoutAnEventIsPassedOver() {
        Told told = new Told();
        followers.subscribe(new Interest.All(), null, told);
        followers.tell(List.of(at("accepted", 0, 1, null), at("accepted", 0, 2, accepted(job(jobId, "a")))));

        assertThat(told.events).hasSize(1);
        assertThat(told.events.getFirst().position().next(0, 0)).isEqualTo(12);
    }

    @Test
    void whoLeavesIsNotToldAndTheOthersAreToldWhenTheLogIsLost() {
        Told leaves = new Told();
        Told stays = new Told();
        Subscription left = followers.subscribe(new Interest.OfUser("a"), null, leaves);
        followers.subscribe(new Interest.OfUser("a"), null, stays);

        left.close().run();
        left.close().run();
        followers.tell(List.of(at("accepted", 0, 1, accepted(job(jobId, "a")))));
        assertThat(followers.areNone()).isFalse();
        followers.lost();

        assertThat(leaves.events).isEmpty();
        assertThat(leaves.isLost).isFalse();
        assertThat(stays.events).hasSize(1);
        assertThat(stays.isLost).isTrue();
        assertThat(followers.areNone()).isTrue();
    }
}

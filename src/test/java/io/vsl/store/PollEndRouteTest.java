package io.vsl.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.job.GeneratedOutputs;
import io.vsl.job.JobGenerated;
import io.vsl.platform.Deadline;
import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.stage.Batch;
import io.vsl.platform.stage.PolledRecord;
import io.vsl.platform.stage.TestPolls;
import io.vsl.testing.Application;
import io.vsl.testing.Devstack;
import io.vsl.testing.FileHost;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.TestJobs;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What store does with outputs that are on their way when their poll has to end. */
@NeedsServers
class PollEndRouteTest {

    private static final String NO_TIME = "There was no time left for it in its poll";

    /** So long ago that Replicate keeps nothing of it. */
    private static final Instant GENERATED =
            Instant.now().minus(2, ChronoUnit.HOURS).truncatedTo(ChronoUnit.MILLIS);

    private static FileHost quick;
    private static FileHost stuck;
    private static Application application;

    @BeforeAll
    static void start() throws IOException {
        quick = new FileHost(100_000);
        stuck = new FileHost(30 << 20).stuckAt(12 << 20);
        application = Application.start(Map.of(
                "VSL_MEDIA_HOSTS",
                String.join(
                        ",",
                        Devstack.shared().environment().get("VSL_MEDIA_HOSTS"),
                        quick.authority(),
                        stuck.authority())));
    }

    @AfterAll
    static void stop() {
        application.close();
        quick.close();
        stuck.close();
    }

    @Test
    void anOutputThatIsOnItsWayThenIsPostponedAndItsNeighboursAreStored() {
        Deadline end = Deadline.after(Duration.ofSeconds(12));

        List<PolledRecord> polled = store(end, generated(quick.url()), generated(stuck.url()), generated(quick.url()));

        assertThat(end.isOver()).isTrue();
        assertThat(polled).noneMatch(PolledRecord::isOpen);
        assertThat(polled.get(1)).satisfies(PollEndRouteTest::isPostponed);
        assertThat(List.of(polled.get(0), polled.get(2))).allSatisfy(PollEndRouteTest::isStored);
    }

    @Test
    void nothingIsBegunThatHasHardlyAnyTime() {
        int asked = quick.ranges().size();

        List<PolledRecord> polled =
                store(Deadline.after(Duration.ofSeconds(9)), generated(quick.url()), generated(quick.url()));

        assertThat(polled).hasSize(2).allSatisfy(PollEndRouteTest::isPostponed);
        assertThat(quick.ranges()).hasSize(asked);
    }

    private static void isPostponed(PolledRecord polled) {
        assertThat(TestPolls.postponedReason(polled)).isEqualTo(NO_TIME);
        assertThat(TestPolls.outputs(polled)).isEmpty();
    }

    private static void isStored(PolledRecord polled) {
        assertThat(TestPolls.postponedReason(polled)).isNull();
        assertThat(TestPolls.outputs(polled)).singleElement().satisfies(output -> assertThat(output.topic())
                .isEqualTo(application.topic("job.stored")));
    }

    private static List<PolledRecord> store(Deadline end, Consumed... records) {
        Batch batch = TestPolls.poll(end, records);
        List<PolledRecord> polled = batch.open();
        try (ProducerTemplate routes = application.bean(CamelContext.class).createProducerTemplate()) {
            routes.sendBody("direct:store", batch);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return polled;
    }

    private static Consumed generated(String... outputs) {
        UUID jobId = UUID.randomUUID();
        List<String> places =
                IntStream.range(0, outputs.length).mapToObj(i -> "/" + i).toList();
        JobGenerated event = new JobGenerated(
                TestJobs.pending(jobId, GENERATED).processing("p" + jobId, 1),
                1,
                new GeneratedOutputs(List.of(outputs), places, Map.of(), 0, 0, null),
                GENERATED);
        return TestPolls.at(0, 1, application.bean(EventRecords.class).write(event))
                .consumed();
    }
}

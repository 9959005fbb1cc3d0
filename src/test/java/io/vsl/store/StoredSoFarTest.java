package io.vsl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsl.job.ErrorCode;
import io.vsl.job.GeneratedOutputs;
import io.vsl.job.Job;
import io.vsl.job.JobGenerated;
import io.vsl.job.Output;
import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.stage.TestPolls;
import io.vsl.store.StoreTask.Part;
import io.vsl.testing.TestJobs;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What becomes of a job whose files could, or could not, be stored. */
class StoredSoFarTest {

    private static final Instant CREATED = Instant.parse("2026-01-01T10:30:00Z");

    private final CantStore tooLarge = new CantStore(ErrorCode.OUTPUT_REJECTED, "is larger than 1 MB");
    private final NotYet notYet = new NotYet("status 503");
    private final StoreTask task = task("https://replicate.delivery/a.png", "https://replicate.delivery/b.png");
    private final StoredSoFar none = StoredSoFar.none(task);

    @Test
    void whatIsLeftIsWhatNoTryHasStored() throws Exception {
        StoredSoFar one = none.with(Map.of(1, output("b")));

        assertThat(none.left()).extracting(Part::index).containsExactly(0, 1);
        assertThat(one.left()).extracting(Part::index).containsExactly(0);
        assertThat(one.with(List.of(new FileEnd.Kept(0, output("a")))).isAnyLeft())
                .isFalse();
    }

    @Test
    void theFilesAreInTheModelsOrderWhicheverIsStoredFirst() throws Exception {
        StoredSoFar both = none.with(List.of(new FileEnd.Kept(1, output("b")), new FileEnd.Kept(0, output("a"))));

        assertThat(both.outputs().values()).extracting(Output::file).containsExactly("a", "b");
    }

    @Test
    void aJobIsWholeWithOneOfItsFiles() throws Exception {
        StoredSoFar stored = none.with(List.of(new FileEnd.Missing(0, tooLarge), new FileEnd.Kept(1, output("b"))));

        stored.requireAll();

        assertThat(stored.missing()).containsEntry(0, tooLarge);
    }

    @Test
    void aFileThatMayComeIsWaitedForThoughAnotherIsThere() throws Exception {
        StoredSoFar stored = none.with(List.of(new FileEnd.Kept(0, output("a")), new FileEnd.Late(notYet)));

        assertThat(stored.isWaiting()).isTrue();
        assertThatThrownBy(stored::requireAll).isSameAs(notYet);
    }

    @Test
    void withNoneOfItsFilesAJobFailsForTheFirstReason() throws Exception {
        StoredSoFar stored = none.with(List.of(
                new FileEnd.Missing(1, tooLarge),
                new FileEnd.Missing(0, new CantStore(ErrorCode.OUTPUT_EXPIRED, "is no longer at Replicate"))));

        assertThatThrownBy(stored::requireAll)
                .isInstanceOf(CantStore.class)
                .hasMessageStartingWith("is no longer at Replicate")
                .hasMessageContaining("other files (1)");
    }

    @Test
    void whatIsAwayForAllStopsTheJobWhateverBecameOfItsOtherFiles() {
        IOException full = new IOException("No space left on device");

        assertThatThrownBy(() -> none.with(List.of(new FileEnd.Kept(0, output("a")), new FileEnd.Failed(full))))
                .isSameAs(full);
    }

    @Test
    void whatStoppedAJobIsFoundInsideTheExceptionsOfItsSteps() {
        assertThat(StoreEnd.of(new RuntimeException(tooLarge))).isEqualTo(new StoreEnd.Impossible(tooLarge));
        assertThat(StoreEnd.of(new RuntimeException(notYet))).isEqualTo(new StoreEnd.Later(notYet));
        assertThat(StoreEnd.of(SdkClientException.create("connection refused"))).isInstanceOf(StoreEnd.Held.class);
    }

    @Test
    void anEarlierTryIsLookedForUnlessS3IsAway() {
        assertThat(isLookedFor(new StoreEnd.Impossible(tooLarge))).isTrue();
        assertThat(isLookedFor(new StoreEnd.Later(notYet))).isTrue();
        assertThat(isLookedFor(StoreEnd.of(new RuntimeException(
                        S3Exception.builder().statusCode(412).build()))))
                .isTrue();
        assertThat(isLookedFor(StoreEnd.of(SdkClientException.create("connection refused"))))
                .isFalse();
        assertThat(isLookedFor(new StoreEnd.Stored(new byte[0]))).isFalse();
    }

    private boolean isLookedFor(StoreEnd end) {
        return new StoredJob(task, end).isMaybeThere();
    }

    private static Output output(String file) {
        return new Output(
                file,
                "",
                Output.Derived.NONE,
                new Output.Content("image/png", null, 1, "00"),
                new Output.Measures(null, null, null, null),
                Output.Traits.NONE);
    }

    private static StoreTask task(String... urls) {
        Job job = TestJobs.pending(UUID.randomUUID(), CREATED);
        Consumed record =
                new Consumed("vsl.job.generated", 0, 7, CREATED, new byte[0], new byte[0], new RecordHeaders());
        return new StoreTask(
                TestPolls.poll(record).open().getFirst(),
                new JobGenerated(
                        job.processing("p", 1),
                        1,
                        new GeneratedOutputs(List.of(urls), List.of("/0", "/1"), Map.of(), 0, 0, null),
                        CREATED));
    }
}

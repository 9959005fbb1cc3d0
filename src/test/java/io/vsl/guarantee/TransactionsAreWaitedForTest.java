package io.vsl.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Simulator;
import io.vsl.testing.Transaction;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a producer's transaction writes counts once it is committed, and what it aborts never. */
@NeedsServers
class TransactionsAreWaitedForTest {

    private static final int JOBS = 20;

    private static Installation vsl;

    private final List<String> jobs =
            IntStream.range(0, JOBS).mapToObj(i -> UUID.randomUUID().toString()).toList();

    @BeforeAll
    static void start() {
        vsl = Installation.complete();
    }

    @AfterAll
    static void stop() {
        vsl.close();
    }

    @Test
    void requestsOfAnAbortedTransactionAreNeverRun() {
        try (Transaction aborted = Transaction.of(requests())) {
            aborted.abort();
        }

        vsl.assertCompletedOnce(vsl.submit(JOBS));
        vsl.awaitDrained();

        assertThat(jobs)
                .allSatisfy(jobId -> assertThat(Simulator.predictions(jobId)).isZero());
        assertThat(Log.read(vsl.topic("job.accepted"))).noneMatch(this::isOfOurs);
    }

    @Test
    void requestsOfAnOpenTransactionWaitUntilItIsCommitted() {
        try (Transaction open = Transaction.of(requests())) {
            Log.awaitStable(vsl.topic("admit"), List.of(vsl.topic("job.requested")));
            assertThat(Log.read(vsl.topic("job.accepted"))).noneMatch(this::isOfOurs);

            open.commit();
        }

        vsl.assertCompletedOnce(jobs);
        vsl.awaitDrained();
    }

    /** Both ends of the line, and what stands between them. */
    @Test
    void noStageStaysBehindForRecordsThatNobodyGets() {
        List<ProducerRecord<byte[], byte[]>> records = List.of(
                        "job.requested",
                        "job.accepted",
                        "attempt.requested",
                        "job.started",
                        "prediction.reported",
                        "job.generated",
                        "outcome.proposed",
                        "job.completed",
                        "job.cancel-requested")
                .stream()
                .flatMap(topic -> IntStream.range(0, 2)
                        .mapToObj(partition -> new ProducerRecord<byte[], byte[]>(
                                vsl.topic(topic), partition, null, "aborted".getBytes())))
                .toList();
        try (Transaction aborted = Transaction.of(records)) {
            aborted.abort();
        }

        vsl.awaitDrained();

        assertThat(vsl.deadLetters()).noneMatch(letter -> Log.value(letter).equals("aborted"));
    }

    private boolean isOfOurs(ConsumerRecord<byte[], byte[]> record) {
        return jobs.stream().anyMatch(jobId -> Log.key(jobId).test(record));
    }

    private List<ProducerRecord<byte[], byte[]>> requests() {
        return jobs.stream()
                .map(jobId -> Log.record(vsl.topic("job.requested"), jobId, vsl.request()))
                .toList();
    }
}

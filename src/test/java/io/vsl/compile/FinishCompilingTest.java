package io.vsl.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vsl.job.Compilation;
import io.vsl.platform.Deadline;
import io.vsl.platform.json.JsonConfiguration;
import io.vsl.platform.kafka.PlainTopics;
import io.vsl.platform.metrics.DiskRoom;
import io.vsl.platform.settings.SettingsOf;
import io.vsl.platform.stage.PolledRecord;
import io.vsl.platform.stage.TestPolls;
import io.vsl.testing.TestJobs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FinishCompilingTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final FinishCompiling finish = new FinishCompiling(
            SettingsOf.defaults(CompileProperties.class),
            JsonConfiguration.json(),
            PlainTopics.records("t"),
            new DiskRoom(meters),
            Clock.systemUTC());

    @Test
    void aFullDiskIsCountedAndTheCompilationWaits(@TempDir Path folder) throws IOException {
        PolledRecord polled = TestPolls.polled();
        UUID jobId = UUID.randomUUID();
        CompileTask task = new CompileTask(
                polled,
                TestJobs.pending(jobId, Instant.parse("2026-11-28T10:00:00Z")),
                new Compilation(List.of(jobId), null, null),
                Map.of(),
                folder.resolve("none"),
                Deadline.after(Duration.ofMinutes(1)));

        finish.finish(new CompiledJob(task, CompileEnd.of(new IOException("No space left on device"))));

        assertThat(polled.isOpen()).isFalse();
        assertThat(meters.get("vsl.disk.full").counter().count()).isEqualTo(1);
    }
}

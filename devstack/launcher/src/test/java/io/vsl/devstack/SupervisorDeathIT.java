package io.vsl.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is left of a stack whose supervisor was killed, and its folder can be used again. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class SupervisorDeathIT {

    @TempDir
    private Path folder;

    @Test
    void nothingSurvivesTheSupervisor() throws Exception {
        RunningDevstack devstack = RunningDevstack.start(folder);
        List<Leftovers.Entry> processes = new Leftovers(folder).running();
        assertThat(processes)
                .extracting(Leftovers.Entry::service)
                .contains("kafka", "postgres", "redis", "dynamodb", "s3", "simulator");

        devstack.killSupervisor();

        await().atMost(Duration.ofSeconds(30))
                .until(() -> new Leftovers(folder).running().isEmpty());
    }

    @Test
    void aLeftoverThatCannotEndByItselfIsEndedByTheNextStart() throws Exception {
        RunningDevstack devstack = RunningDevstack.start(folder, "--only", "postgres,redis");
        assertThat(devstack.tell("pause redis")).isEqualTo("OK redis");
        List<ProcessHandle> paused = new Leftovers(folder)
                .running().stream()
                        .filter(entry -> entry.service().equals("redis"))
                        .map(entry -> ProcessHandle.of(entry.pid()).orElseThrow())
                        .toList();
        devstack.killSupervisor();
        assertThat(paused).hasSizeGreaterThan(1).allMatch(ProcessHandle::isAlive);

        try (RunningDevstack next = RunningDevstack.start(folder, "--only", "postgres,redis")) {
            assertThat(paused).noneMatch(ProcessHandle::isAlive);
            assertThat(next.tell("stop redis")).isEqualTo("OK redis");
        }
    }

    @Test
    void oneStackAtATimeHasAFolder() throws Exception {
        try (RunningDevstack first = RunningDevstack.start(folder, "--only", "redis")) {
            assertThatThrownBy(() -> RunningDevstack.start(folder, "--only", "redis"))
                    .isInstanceOf(IOException.class);
            assertThat(first.tell("stop redis")).isEqualTo("OK redis");
        }
    }
}

package io.vsl.platform.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskRoomTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void whatIsFreeIsAShareOfTheDisk(@TempDir Path folder) {
        new DiskRoom(meters, folder.toFile());

        File disk = folder.toFile();
        assertThat(meters.get("vsl.disk.free").gauge().value())
                .isBetween(0.0, 1.0)
                .isCloseTo((double) disk.getUsableSpace() / disk.getTotalSpace(), within(0.05));
    }

    @Test
    void aFolderThatIsNotThereSaysNothing(@TempDir Path folder) {
        new DiskRoom(meters, folder.resolve("none").toFile());

        assertThat(meters.get("vsl.disk.free").gauge().value()).isNaN();
    }

    @Test
    void aFullDiskIsCountedHoweverDeepItIsSaid(@TempDir Path folder) {
        DiskRoom disk = new DiskRoom(meters, folder.toFile());
        assertThat(full()).isZero();

        disk.failed(new FileSystemException("sound.pcm", null, "No space left on device"));
        disk.failed(new IllegalStateException(new RuntimeException(
                "ERROR: could not extend file \"base/1/2\": No space left on device",
                new IOException("No space left on device"))));
        disk.failed(new IOException("Input/output error"));
        disk.failed(new NullPointerException());

        assertThat(full()).isEqualTo(2);
    }

    private double full() {
        return meters.get("vsl.disk.full").counter().count();
    }
}

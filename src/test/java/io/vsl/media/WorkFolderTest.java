package io.vsl.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFolderTest {

    @TempDir
    private Path all;

    @Test
    void whatAKilledProcessHasLeftIsRemoved() throws Exception {
        Path left = Files.createDirectory(all.resolve("vsl-compile-1"));
        Files.createFile(left.resolve(".lock"));
        Files.writeString(Files.createDirectory(left.resolve("job")).resolve("piece-0.mp4"), "piece");

        WorkFolder.in(all, "compile");

        assertThat(left).doesNotExist();
    }

    @Test
    void whatAnotherUsesStays() throws Exception {
        Path ours = WorkFolder.in(all, "compile");
        Path ofAnotherStage = Files.createDirectory(all.resolve("vsl-render-1"));
        Files.createFile(ofAnotherStage.resolve(".lock"));
        Path ofNobody = Files.createDirectory(all.resolve("vsl-compile-nobody"));

        Path second = WorkFolder.in(all, "compile");

        assertThat(second).isNotEqualTo(ours).exists();
        assertThat(ours).exists();
        assertThat(ofAnotherStage).exists();
        assertThat(ofNobody).exists();
    }

    @Test
    void thatOfAProcessThatLivesStays() throws Exception {
        Path folder = Files.createDirectory(all.resolve("vsl-compile-1"));
        try (FileChannel channel =
                FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();

            WorkFolder.in(all, "compile");

            assertThat(folder).exists();
        }
    }
}

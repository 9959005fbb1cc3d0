package io.vsl.platform.objects;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.Deadline;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.AbortableInputStream;

/** An object of S3 on its way to the disk. */
class FoundStreamTest {

    @TempDir
    private Path folder;

    private final AtomicInteger aborted = new AtomicInteger();

    @Test
    void allOfItIsThereInTheEnd() throws Exception {
        Path file = folder.resolve("file");
        Files.writeString(file, "what an earlier try has left of it");
        byte[] content = new byte[200_000];
        content[199_999] = 1;

        assertThat(there(new ByteArrayInputStream(content)).save(file, Deadline.after(Duration.ofMinutes(1))))
                .isTrue();

        assertThat(file).hasBinaryContent(content);
        assertThat(aborted).hasValue(0);
    }

    @Test
    void whatStillComesWhenItsTimeIsOverIsNotReadToItsEnd() throws Exception {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 7;
            }
        };

        assertThat(there(endless).save(folder.resolve("file"), Deadline.after(Duration.ofMillis(50))))
                .isFalse();

        assertThat(aborted).hasValue(1);
    }

    private FoundStream.There there(InputStream content) {
        return new FoundStream.There(
                new ResponseInputStream<>("head", AbortableInputStream.create(content, aborted::incrementAndGet)));
    }
}

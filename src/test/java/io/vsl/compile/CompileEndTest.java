package io.vsl.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

class CompileEndTest {

    @Test
    void aCompilationThatFindsTheDiskFullIsMadeLater() {
        Exception full = new FileSystemException("sound.pcm", null, "No space left on device");

        assertThat(CompileEnd.of(full)).isInstanceOf(CompileEnd.DiskFull.class);
        assertThat(CompileEnd.of(new IllegalStateException(full))).isInstanceOf(CompileEnd.DiskFull.class);
    }

    @Test
    void anotherFailureOfTheDiskHoldsTheStage() {
        assertThat(CompileEnd.of(new IOException("Input/output error"))).isInstanceOf(CompileEnd.Held.class);
    }
}

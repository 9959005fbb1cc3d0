package io.vsl.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartCacheTest {

    private static final List<String> JVM = List.of("java", "-Xmx1g");

    @TempDir
    private Path folder;

    @TempDir
    private Path unpacked;

    private Path jar;

    @BeforeEach
    void build() throws IOException {
        jar = unpacked.resolve("vsl.jar");
        built(1_000);
    }

    @Test
    void aStartUsesWhatWasMade() throws IOException {
        StartCache cache = new StartCache(folder, JVM, jar, 25);
        assertThat(cache.options()).isEmpty();

        make(cache);

        assertThat(cache.options()).hasSize(1).first().asString().startsWith("-XX:AOTCache=" + folder + "/start-");
    }

    @Test
    void halfAFileIsNotUsed() throws IOException {
        StartCache cache = new StartCache(folder, JVM, jar, 25);

        Files.writeString(folder.resolve("unfinished"), "half");

        assertThat(cache.isMade()).isFalse();
    }

    @Test
    void anOlderJdkUsesAnArchiveOfClasses() throws IOException {
        StartCache cache = new StartCache(folder, JVM, jar, 21);

        make(cache);

        assertThat(cache.options())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("-XX:SharedArchiveFile=" + folder + "/start-");
    }

    @Test
    void anotherBuildPlaceOrSetOfOptionsHasAnotherCache() throws IOException {
        make(new StartCache(folder, JVM, jar, 25));

        assertThat(new StartCache(folder, JVM, jar, 25).isMade()).isTrue();
        assertThat(new StartCache(folder, List.of("java", "-Xmx2g"), jar, 25).isMade())
                .isFalse();
        assertThat(new StartCache(folder, JVM, unpacked.resolve("other/vsl.jar"), 25).isMade())
                .isFalse();
        built(2_000);
        assertThat(new StartCache(folder, JVM, jar, 25).isMade()).isFalse();
    }

    @Test
    void thoseOfOtherBuildsAndWhatWasEndedHalfwayAreRemoved() throws IOException {
        make(new StartCache(folder, JVM, jar, 25));
        Files.writeString(folder.resolve("unfinished"), "half");
        Files.createDirectory(folder.resolve("tmp"));
        built(2_000);

        new StartCache(folder, JVM, jar, 25).clear();

        assertThat(folder).isDirectoryContaining(path -> path.endsWith("tmp"));
        assertThat(folder.toFile().list()).hasSize(1);
    }

    /** Other options, or a class path that doesn't begin alike, and the JVM would not use it. */
    @Test
    void trainingHasTheOptionsOfTheStartAndTheJarAlone() {
        List<List<String>> steps = new StartCache(folder, JVM, jar, 25).steps();

        assertThat(steps).hasSize(2).allSatisfy(step -> assertThat(step)
                .startsWith("java", "-Xmx1g")
                .containsSequence("-cp", jar.toString()));
        assertThat(steps.getFirst()).endsWith("-Dspring.profiles.active=training", "-cp", jar.toString(), "io.vsl.Vsl");
    }

    @Test
    void anOlderJdkIsTrainedInOneStep() {
        List<List<String>> steps = new StartCache(folder, JVM, jar, 21).steps();

        assertThat(steps)
                .containsExactly(List.of(
                        "java",
                        "-Xmx1g",
                        "-XX:ArchiveClassesAtExit=" + folder.resolve("unfinished"),
                        "-Djava.io.tmpdir=" + folder.resolve("tmp"),
                        "-Dspring.profiles.active=training",
                        "-cp",
                        jar.toString(),
                        "io.vsl.Vsl"));
    }

    private void make(StartCache cache) throws IOException {
        Files.writeString(folder.resolve("unfinished"), "learned");
        cache.take();
    }

    private void built(long millis) throws IOException {
        Files.setLastModifiedTime(unpacked, FileTime.fromMillis(millis));
    }
}

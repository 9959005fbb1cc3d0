package io.vsl.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a JVM has learned from a start of the application, for those after it: classes loaded and linked, and what was hot.
 * It is an <a href="https://openjdk.org/jeps/514">AOT cache</a>, or an archive of classes where the JDK knows no better.
 * It fits one build, one JDK and one set of options; another of them has another file.
 *
 * @param folder where it is kept
 * @param jvm    how every start of the application begins: the program and the options that must be the same
 * @param jar    the application's, unpacked: the time of its folder is that of the build
 * @param jdk    the feature version
 */
record StartCache(Path folder, List<String> jvm, Path jar, int jdk) {

    private static final int FIRST_WITH_AOT_CACHE = 24;

    /** What a start has beyond {@code jvm} to use it; nothing when it isn't there. */
    List<String> options() {
        return isMade() ? List.of((hasAotCache() ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + file()) : List.of();
    }

    boolean isMade() {
        return Files.exists(file());
    }

    /** Removes those of other builds, and what is left of one that was ended halfway. */
    void clear() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
    }

    /** The command lines that make it, one after the other: a start without servers is recorded and ends by itself. */
    List<List<String>> steps() {
        if (!hasAotCache()) {
            return List.of(training("-XX:ArchiveClassesAtExit=" + unfinished()));
        }
        String configuration = "-XX:AOTConfiguration=" + folder.resolve("recorded");
        return List.of(
                training("-XX:AOTMode=record", configuration),
                line("-XX:AOTMode=create", configuration, "-XX:AOTCache=" + unfinished(), "-cp", jar.toString()));
    }

    /** Says that all steps have ended well: from now on it is used. */
    void take() throws IOException {
        Files.move(unfinished(), file(), StandardCopyOption.ATOMIC_MOVE);
        Files.deleteIfExists(folder.resolve("recorded"));
    }

    private List<String> training(String... options) {
        List<String> line = line(options);
        line.addAll(List.of(
                "-Djava.io.tmpdir=" + folder.resolve("tmp"),
                "-Dspring.profiles.active=training",
                "-cp",
                jar.toString(),
                "io.vsl.Vsl"));
        return line;
    }

    private List<String> line(String... options) {
        List<String> line = new ArrayList<>(jvm);
        line.addAll(List.of(options));
        return line;
    }

    private boolean hasAotCache() {
        return jdk >= FIRST_WITH_AOT_CACHE;
    }

    private Path unfinished() {
        return folder.resolve("unfinished");
    }

    private Path file() {
        long built = Objects.requireNonNull(jar.getParent()).toFile().lastModified();
        return folder.resolve("start-" + Integer.toHexString(Objects.hash(Runtime.version(), jvm, jar, built)));
    }
}

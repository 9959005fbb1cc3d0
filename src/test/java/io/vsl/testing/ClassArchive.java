package io.vsl.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The libraries' classes, parsed and verified once for all processes of the application, which start in two thirds of
 * the time with them. Making it takes a minute; it stays in {@code target} until the libraries change.
 *
 * @see <a href="https://docs.oracle.com/en/java/javase/21/vm/class-data-sharing.html">Class Data Sharing</a>
 */
final class ClassArchive {

    private static final Predicate<String> IS_LIBRARY = entry -> entry.endsWith(".jar");

    private static final String LIBRARIES = classPath(IS_LIBRARY);

    private ClassArchive() {}

    /** The class path of this JVM and its archive. Libraries come first: the archive must have the beginning. */
    static synchronized List<String> options() {
        Path archive = folder().resolve(name() + ".jsa");
        // Tests run in several JVMs; one makes it, and the others wait.
        try (FileChannel lock = FileChannel.open(
                        Files.createDirectories(folder()).resolve(name() + ".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                FileLock held = lock.lock()) {
            if (held.isValid() && !Files.exists(archive)) {
                make(archive);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return options("-XX:SharedArchiveFile=" + archive);
    }

    private static List<String> options(String option) {
        return List.of(option, "-cp", LIBRARIES + File.pathSeparator + classPath(IS_LIBRARY.negate()));
    }

    private static void make(Path archive) {
        Path classes = folder().resolve(name() + ".classes");
        String prefix = "classes";
        Map<String, String> own = Map.of(
                "VSL_TOPIC_PREFIX",
                prefix,
                "DATABASE_URL",
                Database.create(prefix).url());
        try (VslProcess process =
                VslProcess.launch("io.vsl.Vsl", "256m", own, options("-XX:DumpLoadedClassList=" + classes))) {
            process.awaitReady();
            process.stop();
        }
        Log.deleteTopics(prefix);
        Path made = archive.resolveSibling(archive.getFileName() + ".new");
        try {
            Process dump = new ProcessBuilder(
                            VslProcess.JAVA,
                            "-XX:+UseSerialGC",
                            "-Xshare:dump",
                            "-XX:SharedClassListFile=" + classes,
                            "-XX:SharedArchiveFile=" + made,
                            "-cp",
                            LIBRARIES)
                    .redirectErrorStream(true)
                    .redirectOutput(folder().resolve(name() + ".log").toFile())
                    .start();
            if (dump.waitFor() != 0) {
                throw new IllegalStateException("The class archive can't be made: see " + folder());
            }
            Files.move(made, archive);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String classPath(Predicate<String> which) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(which)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path folder() {
        return VslProcess.FOLDER.toAbsolutePath();
    }

    private static String name() {
        return "libraries-" + Integer.toHexString((Runtime.version() + LIBRARIES).hashCode());
    }
}

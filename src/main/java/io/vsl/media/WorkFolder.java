package io.vsl.media;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.springframework.util.FileSystemUtils;

/**
 * A folder for what ffmpeg reads and writes, of one process alone: another may be at the same job. It is locked while its
 * process lives, and what a killed one has left is removed by the next that begins.
 */
public final class WorkFolder {

    private static final String LOCK = ".lock";

    /** By folder. A process has no second lock on one file, and loses the first when it closes it. */
    private static final Map<Path, FileLock> OURS = new HashMap<>();

    private WorkFolder() {}

    /**
     * A new one, among the temporary files.
     *
     * @param name of its stage
     */
    public static Path of(String name) throws IOException {
        return in(Path.of(System.getProperty("java.io.tmpdir")), name);
    }

    @SuppressWarnings("resource") // The lock is held until the process ends.
    static synchronized Path in(Path all, String name) throws IOException {
        String prefix = "vsl-" + name + "-";
        // One process at a time: a folder that isn't locked yet looks like one that was left.
        try (FileChannel turn = open(all.resolve("vsl-" + name + LOCK))) {
            turn.lock();
            removeLeft(all, prefix);
            Path folder = Files.createTempDirectory(all, prefix);
            folder.toFile().deleteOnExit();
            Path lock = folder.resolve(LOCK);
            OURS.put(folder, open(lock).lock());
            lock.toFile().deleteOnExit();
            return folder;
        }
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static void removeLeft(Path all, String prefix) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(all, prefix + "*")) {
            for (Path folder : folders) {
                if (!OURS.containsKey(folder) && isLeft(folder)) {
                    FileSystemUtils.deleteRecursively(folder);
                }
            }
        }
    }

    private static boolean isLeft(Path folder) {
        try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE)) {
            return channel.tryLock() != null;
        } catch (IOException | OverlappingFileLockException notOurs) {
            return false;
        }
    }
}

package io.vsl.media;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
        removeLeft(all, prefix);
        // It is locked before it has a name by which it could be taken for one that was left.
        Path begun = Files.createTempDirectory(all, "vsl-");
        FileLock lock = open(begun.resolve(LOCK)).lock();
        Path folder = Files.move(begun, all.resolve(prefix + begun.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        OURS.put(folder, lock);
        folder.toFile().deleteOnExit();
        folder.resolve(LOCK).toFile().deleteOnExit();
        return folder;
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static void removeLeft(Path all, String prefix) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(all, prefix + "*")) {
            for (Path folder : folders) {
                if (!OURS.containsKey(folder)) {
                    removeIfLeft(folder);
                }
            }
        }
    }

    private static void removeIfLeft(Path folder) {
        try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE)) {
            if (channel.tryLock() != null) {
                FileSystemUtils.deleteRecursively(folder);
            }
        } catch (IOException | OverlappingFileLockException notOurs) {
            // Another removes it, or it is another user's.
        }
    }
}

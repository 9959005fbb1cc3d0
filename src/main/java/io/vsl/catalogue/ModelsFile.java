package io.vsl.catalogue;

import io.vsl.models.InvalidModels;
import io.vsl.models.Models;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Objects;

/**
 * A models.json on disk.
 *
 * @param path as the user named it, and as faults name it
 */
record ModelsFile(Path path) {

    private static final String EMPTY = "\\s*\\{\\s*}\\s*";

    /**
     * Its text, of which the models can be used, or which is {@code {}}.
     *
     * @throws Refused when there is none, or it has faults: then every one is named
     */
    String text() throws Refused {
        String text = read();
        if (!text.matches(EMPTY)) {
            models(text);
        }
        return text;
    }

    /**
     * The models that a text of it describes, read as at the start.
     *
     * @throws Refused when it has faults
     */
    Models models(String text) throws Refused {
        try {
            return Models.parse(text, path.toString());
        } catch (InvalidModels e) {
            throw new Refused(String.valueOf(e.getMessage()));
        }
    }

    /** @throws Refused when it can't be read */
    String read() throws Refused {
        try {
            return Files.readString(path);
        } catch (NoSuchFileException e) {
            throw new Refused("There is no file %s. To begin one, write {} into it".formatted(path));
        } catch (IOException e) {
            throw new Refused("%s can't be read as a file of UTF-8 text (%s)"
                    .formatted(path, e.getClass().getSimpleName()));
        }
    }

    /**
     * Replaces it in one step: whoever reads it meanwhile, as a running VSL does, sees the old text or the new one. A link is
     * followed, and stays.
     *
     * @throws Refused when it can't be replaced; it is as it was then
     */
    void replace(String text) throws Refused {
        try {
            Path file = path.toRealPath();
            Path next =
                    Files.createTempFile(Objects.requireNonNull(file.getParent()), file.getFileName() + ".", ".new");
            try {
                write(next, text);
                permit(file, next);
                Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(next);
            }
        } catch (AccessDeniedException e) {
            throw new Refused("%s can't be replaced: writing beside it is not permitted".formatted(path));
        } catch (IOException e) {
            throw new Refused("%s can't be replaced: %s".formatted(path, reason(e)));
        }
    }

    private static String reason(IOException e) {
        return e instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : e.getClass().getSimpleName();
    }

    private static void write(Path next, String text) throws IOException {
        Files.writeString(next, text, StandardCharsets.UTF_8);
        try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** A temporary file is for its owner alone, and the application may be another. */
    private static void permit(Path file, Path next) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view != null) {
            Files.setPosixFilePermissions(next, view.readAttributes().permissions());
        }
    }
}

package io.vsl.media;

import java.nio.file.Path;

/**
 * A file that something is joined of.
 *
 * @param type what its bytes say it is
 * @param name what it is called in messages for people: {@code jobIds[2]}
 */
public record Clip(Path file, FileType type, String name) {

    /** Of this one. */
    CantRender cant(CantRender reason) {
        return new CantRender(name + ": " + reason.getMessage());
    }
}

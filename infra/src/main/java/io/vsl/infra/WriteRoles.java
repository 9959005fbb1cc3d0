package io.vsl.infra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes docs/ROLES.md; its argument is that path. */
public final class WriteRoles {

    private WriteRoles() {
    }

    public static void main(String[] arguments) throws IOException {
        Files.writeString(Path.of(arguments[0]), Roles.markdown());
    }
}

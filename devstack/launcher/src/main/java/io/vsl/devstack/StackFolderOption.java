package io.vsl.devstack;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which folder's stack a command is about: the checkout's own unless told. */
final class StackFolderOption {

    @Option(names = "--state", paramLabel = "DIR", hidden = true, description = "The stack's folder.")
    private @Nullable Path folder;

    StackFolder folder() {
        Path dir = folder == null ? Checkout.ofThisBuild().state() : folder;
        return new StackFolder(dir.toAbsolutePath().normalize());
    }
}

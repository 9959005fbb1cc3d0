package io.vsl.devstack.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs for this machine, unpacked. */
record Binaries(Path home) {

    private static final int OWNER_EXECUTES = 0100;
    /** Java's name for a user without one is a question mark. */
    private static final Set<String> NOT_TAKEN = Set.of("root", "?");

    /** Unpacks them from the class path into the folder, unless another start has done so. */
    static Binaries in(Path home) throws IOException {
        if (Files.notExists(home)) {
            Files.createDirectories(home.toAbsolutePath().getParent());
            Path fresh = Files.createTempDirectory(home.toAbsolutePath().getParent(), home.getFileName() + "-");
            unpack(fresh);
            try {
                Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileSystemException e) {
                if (Files.notExists(home)) {
                    throw e;
                }
                // Another start was faster; this copy is left to the next clean build.
            }
        }
        return new Binaries(home);
    }

    /**
     * The command that runs a program. PostgreSQL refuses root, and a user who isn't in the list of users, as in many
     * containers. In a user namespace of its own it sees neither, but nobody.
     */
    List<String> command(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (NOT_TAKEN.contains(System.getProperty("user.name"))) {
            command.addAll(List.of("unshare", "--user"));
        }
        command.add(home.resolve("bin").resolve(program).toAbsolutePath().toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private static void unpack(Path target) throws IOException {
        try (InputStream packed = Binaries.class.getResourceAsStream("/" + archive())) {
            if (packed == null) {
                throw new IOException("No PostgreSQL for this machine in this build: " + archive());
            }
            TarArchiveInputStream tar =
                    new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(packed)));
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, entry.resolveIn(target));
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path file) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, file);
            String permissions = (entry.getMode() & OWNER_EXECUTES) != 0 ? "rwxr-xr-x" : "rw-r--r--";
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        }
    }

    private static String archive() {
        boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        return "postgres-" + (mac ? "darwin" : "linux") + "-" + (arm ? "arm_64" : "x86_64") + ".txz";
    }
}

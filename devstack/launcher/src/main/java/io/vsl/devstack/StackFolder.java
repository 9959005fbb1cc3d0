package io.vsl.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What one {@code vsl} command leaves in the stack's folder for the others to find. */
record StackFolder(Path dir) {

    /** The supervisor that runs, if one does. */
    Optional<ProcessHandle> supervisor() throws IOException {
        Map<String, String> recorded = supervisorFile().read();
        return Optional.ofNullable(recorded.get("PID"))
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)))
                .filter(handle -> started(handle).equals(recorded.get("STARTED")));
    }

    /** Says that this process is the supervisor. */
    void recordSupervisor() throws IOException {
        ProcessHandle self = ProcessHandle.current();
        supervisorFile().write(Map.of("PID", String.valueOf(self.pid()), "STARTED", started(self)));
    }

    /** The environment of the stack that is up; empty when none is, or not yet. */
    Map<String, String> environment() throws IOException {
        return supervisor().isPresent() ? environmentFile().read() : Map.of();
    }

    /** Says that the stack is up. */
    void recordEnvironment(Map<String, String> environment) throws IOException {
        environmentFile().write(environment);
    }

    /** Says that the stack isn't up. */
    void forget() throws IOException {
        Files.deleteIfExists(environmentFile().file());
        Files.deleteIfExists(supervisorFile().file());
    }

    /** The processes of the stack. */
    Leftovers processes() {
        return new Leftovers(dir);
    }

    /** Where each process's output is kept, as {@code <name>.log}. */
    Path logs() {
        return dir.resolve("log");
    }

    private KeyValues supervisorFile() {
        return new KeyValues(dir.resolve("supervisor"));
    }

    private KeyValues environmentFile() {
        return new KeyValues(dir.resolve("environment"));
    }

    private static String started(ProcessHandle handle) {
        return handle.info().startInstant().map(Object::toString).orElse("unknown");
    }
}

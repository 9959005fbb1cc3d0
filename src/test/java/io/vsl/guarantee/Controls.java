package io.vsl.guarantee;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** What a test tells the processes of its stage, and what they tell it: files of one folder. */
record Controls(Path folder) {

    /** Takes the store of the stage's work away or gives it back. */
    void storeIsDown(boolean down) {
        set("down", down ? "1" : "0");
    }

    boolean storeIsDown() {
        return get("down") == 1;
    }

    /** Makes each n-th poll of a process fail; 0 is none. */
    void failEvery(int n) {
        set("fail-every", Integer.toString(n));
    }

    int failEvery() {
        return get("fail-every");
    }

    /** How long each poll takes. */
    void pollTakes(Duration duration) {
        set("poll-takes", Long.toString(duration.toMillis()));
    }

    Duration pollTakes() {
        return Duration.ofMillis(get("poll-takes"));
    }

    /** How far the clock of its processes is ahead of the machine's. */
    void clockAhead(Duration duration) {
        set("clock-ahead", Long.toString(duration.toSeconds()));
    }

    Duration clockAhead() {
        return Duration.ofSeconds(get("clock-ahead"));
    }

    /** Whether a process stands at its failpoint. */
    boolean isAtFailpoint() {
        return Files.exists(folder.resolve("reached"));
    }

    /** The work of a poll begins. */
    void begun() {
        append("begun");
    }

    long begins() {
        return length("begun");
    }

    /** A step of a poll is about to be tried again. */
    void retried() {
        append("retried");
    }

    long retries() {
        return length("retried");
    }

    /** An exception has left the route. */
    void escaped() {
        append("escaped");
    }

    long escapes() {
        return length("escaped");
    }

    private void set(String name, String value) {
        try {
            Path fresh = Files.writeString(folder.resolve(name + ".new"), value);
            Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int get(String name) {
        try {
            Path file = folder.resolve(name);
            return Files.exists(file) ? Integer.parseInt(Files.readString(file)) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void append(String name) {
        try {
            Files.writeString(folder.resolve(name), ".", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long length(String name) {
        try {
            Path file = folder.resolve(name);
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

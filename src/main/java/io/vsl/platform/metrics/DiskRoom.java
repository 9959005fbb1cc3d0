package io.vsl.platform.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.File;
import org.apache.camel.util.ObjectHelper;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * What is left of the disk on which files are made, {@code java.io.tmpdir}: {@code vsl.disk.free}, from 0 to 1; and how
 * often something failed because a disk was full, this one or that of a server which says so: {@code vsl.disk.full}.
 */
@Component
public class DiskRoom {

    private final Counter full;

    /** @param meters which ask the file system when they are read, and nobody else */
    @Autowired
    public DiskRoom(MeterRegistry meters) {
        this(meters, new File(System.getProperty("java.io.tmpdir")));
    }

    DiskRoom(MeterRegistry meters, File folder) {
        // A folder that isn't there has no room to speak of: not a number, which no alert goes by.
        Gauge.builder("vsl.disk.free", folder, it -> (double) it.getUsableSpace() / it.getTotalSpace())
                .description("What is free of the disk of java.io.tmpdir, from 0 to 1")
                .register(meters);
        full = Counter.builder("vsl.disk.full")
                .description("Failures because a disk was full")
                .register(meters);
    }

    /** In the system's own words, which ffmpeg and servers repeat. */
    public static boolean isFull(String message) {
        return message.contains("No space left on device");
    }

    /** Counts the failure if it, or what caused it, says that a disk is full. */
    public void failed(Throwable failure) {
        for (Throwable cause : ObjectHelper.createExceptionIterable(failure)) {
            if (isFull(String.valueOf(cause.getMessage()))) {
                full.increment();
                return;
            }
        }
    }
}

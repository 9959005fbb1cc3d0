package io.vsl.devstack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How records are to be taken up again. */
final class CopyOptions {

    @Option(names = "--dry-run", description = "Only count.")
    private boolean dryRun;

    @Option(names = "--rate", paramLabel = "N", description = "At most so many records a second (default: 1000).")
    private @Nullable Long rate;

    boolean isDryRun() {
        return dryRun;
    }

    void into(ObjectNode request) {
        if (dryRun) {
            request.put("dryRun", true);
        }
        if (rate != null) {
            request.put("recordsPerSecond", rate);
        }
    }
}

package io.vsl.devstack;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which ports a stack takes. */
final class PortOptions {

    static final String DESCRIPTION = "First port of the stack (default 17000, or $VSL_PORT_BASE): VSL is at N,"
            + " PostgreSQL at N+432, Redis at N+379, and so on.";

    @Option(names = "--port-base", paramLabel = "N", description = DESCRIPTION)
    private @Nullable Integer base;

    Ports ports() {
        if (base != null) {
            return Ports.from(base);
        }
        String fromEnvironment = System.getenv("VSL_PORT_BASE");
        if (fromEnvironment == null) {
            return Ports.from(Ports.DEFAULT_BASE);
        }
        try {
            return Ports.from(Integer.parseInt(fromEnvironment));
        } catch (NumberFormatException e) {
            throw new UserError("VSL_PORT_BASE is not a number: " + fromEnvironment);
        }
    }
}

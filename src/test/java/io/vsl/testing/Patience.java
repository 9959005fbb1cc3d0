package io.vsl.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** How long tests wait for a state unless they say: machines are slow at times, and others use them too. */
public final class Patience implements BeforeAllCallback {

    private static final Duration UNLESS_SAID = Duration.ofSeconds(60);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(UNLESS_SAID);
    }
}

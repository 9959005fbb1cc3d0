package io.vsl.testing;

import java.lang.annotation.Annotation;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails the test during which something did not fit, unless its class says that it is meant to. */
abstract class FaultGuard implements AfterEachCallback, AfterAllCallback {

    private final String title;
    private final Class<? extends Annotation> exempt;

    /** @param exempt on the classes of tests whose faults are passed over */
    FaultGuard(String title, Class<? extends Annotation> exempt) {
        this.title = title;
        this.exempt = exempt;
    }

    /** Since this was asked last. */
    abstract List<String> found();

    @Override
    public final void afterEach(ExtensionContext context) {
        require(context);
    }

    @Override
    public final void afterAll(ExtensionContext context) {
        require(context);
    }

    private void require(ExtensionContext context) {
        List<String> faults = found();
        if (!faults.isEmpty() && !context.getRequiredTestClass().isAnnotationPresent(exempt)) {
            throw new AssertionError(
                    title + ":\n" + String.join("\n", faults.stream().distinct().toList()));
        }
    }
}

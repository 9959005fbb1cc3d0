package io.vsl.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * A test class that starts servers, so {@code ./vsl test --fast} leaves it out. {@code FastTestsTest} holds that every
 * class that can reach the {@link Devstack} has it.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Tag(NeedsServers.TAG)
@net.jqwik.api.Tag(NeedsServers.TAG)
public @interface NeedsServers {

    /** As the build leaves it out. */
    String TAG = "servers";
}

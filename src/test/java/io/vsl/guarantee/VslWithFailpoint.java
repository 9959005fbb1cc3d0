package io.vsl.guarantee;

import io.vsl.Vsl;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The application as it is, with one {@link Failpoint}, {@code FAILPOINT} and {@code FAILPOINT_REACHED}, and a clock that
 * is off by {@code CLOCK_OFFSET}.
 */
final class VslWithFailpoint {

    private VslWithFailpoint() {}

    public static void main(String[] args) {
        Failpoint failpoint = new Failpoint(System.getenv("FAILPOINT"), Path.of(System.getenv("FAILPOINT_REACHED")));
        Clock clock = Clock.offset(Clock.systemUTC(), Duration.parse(System.getenv("CLOCK_OFFSET")));
        new SpringApplicationBuilder(Vsl.class)
                .initializers(context -> {
                    GenericApplicationContext beans = (GenericApplicationContext) context;
                    beans.registerBean("failpoint", CamelContextConfiguration.class, () -> arm(failpoint));
                    beans.registerBean("wrongClock", Clock.class, () -> clock, bean -> bean.setPrimary(true));
                })
                .run(args);
    }

    private static CamelContextConfiguration arm(Failpoint failpoint) {
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext context) {
                context.getCamelContextExtension().addInterceptStrategy(failpoint);
            }

            @Override
            public void afterApplicationStart(CamelContext context) {
                failpoint.requireThere();
            }
        };
    }
}

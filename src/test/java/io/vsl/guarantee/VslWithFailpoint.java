package io.vsl.guarantee;

import io.vsl.Vsl;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.support.GenericApplicationContext;

/** The application as it is, with one {@link Failpoint}: {@code FAILPOINT} and {@code FAILPOINT_REACHED}. */
final class VslWithFailpoint {

    private VslWithFailpoint() {
    }

    public static void main(String[] args) {
        Failpoint failpoint = new Failpoint(System.getenv("FAILPOINT"), Path.of(System.getenv("FAILPOINT_REACHED")));
        new SpringApplicationBuilder(Vsl.class)
                .initializers(context -> ((GenericApplicationContext) context)
                        .registerBean("failpoint", CamelContextConfiguration.class, () -> arm(failpoint)))
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
            }
        };
    }
}

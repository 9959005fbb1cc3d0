package io.vsl;

import java.security.Security;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The application: the stages of {@code VSL_STAGES} in one process. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Vsl {

    /** A store that fails over has another address under its name; the JVM would keep the old one for 30 s. */
    private static final String ADDRESSES_KEPT = "networkaddress.cache.ttl";

    public static void main(String[] args) {
        if (Security.getProperty(ADDRESSES_KEPT) == null && System.getProperty("sun.net.inetaddr.ttl") == null) {
            Security.setProperty(ADDRESSES_KEPT, "5");
        }
        try {
            SpringApplication.run(Vsl.class, args);
        } catch (RuntimeException e) {
            // Spring has logged it. The thread that keeps a started process going would keep this one too.
            System.exit(1);
        }
    }
}

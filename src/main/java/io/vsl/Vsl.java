package io.vsl;

import io.vsl.catalogue.ModelsCommand;
import java.security.Security;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The application: the stages of {@code VSL_STAGES} in one process. As {@code vsl.jar models …} it is a command. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Vsl {

    /** A store that fails over has another address under its name; the JVM would keep the old one for 30 s. */
    private static final String ADDRESSES_KEPT = "networkaddress.cache.ttl";

    public static void main(String[] args) throws InterruptedException {
        if (args.length > 0 && args[0].equals(ModelsCommand.NAME)) {
            List<String> arguments = List.of(args).subList(1, args.length);
            System.exit(new ModelsCommand(System.out, System.err).run(arguments));
        }
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

package io.vsl;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The application: the stages of {@code VSL_STAGES} in one process. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Vsl {

    public static void main(String[] args) {
        SpringApplication.run(Vsl.class, args);
    }
}

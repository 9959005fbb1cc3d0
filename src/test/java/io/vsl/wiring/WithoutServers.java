package io.vsl.wiring;

import io.vsl.Vsl;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;

/** The application with the stages that take requests, on a free port. Nobody answers where its stores are to be. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@CamelSpringBootTest
@SpringBootTest(
        classes = Vsl.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {
            "VSL_STAGES=submit,admin",
            "VSL_PORT=0",
            "management.prometheus.metrics.export.enabled=true",
            "KAFKA_BROKERS=127.0.0.1:9",
            "DATABASE_URL=postgresql://127.0.0.1:9/none",
            "REDIS_URL=redis://127.0.0.1:9",
            "S3_ENDPOINT=http://127.0.0.1:9",
            "DYNAMODB_ENDPOINT=http://127.0.0.1:9",
            "vsl.submit.measure-backlog=1h",
            "spring.main.allow-bean-definition-overriding=true"
        })
@Import(KnownCallers.class)
@interface WithoutServers {}

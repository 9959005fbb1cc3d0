package io.vsl.wiring;

import io.vsl.platform.http.EventSink;
import io.vsl.platform.http.EventSource;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** {@code GET /a-stream} has what {@code GET /status/{jobId}/events} is answered with, without a store. */
@TestConfiguration(proxyBeanMethods = false)
class AStream {

    /** Some 2 kB. */
    static final String EVENT = "data: " + "it goes on ".repeat(200) + "\n\n";

    @Bean
    static RouteBuilder stream() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/a-stream?httpMethodRestrict=GET&produces=text/event-stream")
                        .routeId("a-stream")
                        .setBody(exchange -> new OneEvent());
            }
        };
    }

    private static final class OneEvent implements EventSource {

        @Override
        public String owner() {
            return "user123";
        }

        @Override
        public Iterator<byte[]> past() {
            return List.of(EVENT.getBytes(StandardCharsets.UTF_8)).iterator();
        }

        @Override
        public void begin(EventSink sink) {
            sink.close();
        }

        @Override
        public void end() {}
    }
}

package io.vsl.platform.loop;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where the steps of a request run that don't run where it came in. */
@Configuration(proxyBeanMethods = false)
class LoopConfiguration {

    /**
     * For what waits: a thread for each request, which costs next to nothing. Their number has the bound of requests in
     * flight.
     */
    @Bean(destroyMethod = "shutdown")
    ExecutorService aside() {
        return Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("aside-", 0).factory());
    }

    /** For what goes on after Kafka has answered, which is on a thread of its client. */
    @Bean(destroyMethod = "")
    ExecutorService loops(EventLoops loops) {
        return loops.group();
    }
}

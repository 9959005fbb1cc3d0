package io.vsl.platform.http;

import org.apache.catalina.core.StandardHost;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.web.embedded.TomcatVirtualThreadsWebServerFactoryCustomizer;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** The web server where Spring has no setting for it. */
@Configuration(proxyBeanMethods = false)
class TomcatConfiguration {

    @Bean
    static WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemValve() {
        return factory -> factory.addContextCustomizers(
                context -> ((StandardHost) context.getParent()).setErrorReportValveClass(ProblemValve.class.getName()));
    }

    /** After Spring's own, so that its defaults don't win. Who must wait for a word before a body waits until we want it. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    static WebServerFactoryCustomizer<TomcatServletWebServerFactory> watchedConnections(
            ObjectProvider<Connections> connections) {
        return factory -> {
            factory.setProtocol(WatchedProtocol.class.getName());
            factory.addConnectorCustomizers(connector -> {
                connector.setProperty("continueResponseTiming", "onRead");
                connections.getObject().watch((WatchedProtocol) connector.getProtocolHandler());
            });
        };
    }

    /**
     * Requests wait for Kafka and Redis most of their time. Not by {@code spring.threads.virtual.enabled}, which Camel
     * obeys as well: its pools would have no bound, and who scales a picture would keep a consumer from its processor.
     */
    @Bean
    static TomcatVirtualThreadsWebServerFactoryCustomizer virtualThreadForEachRequest() {
        return new TomcatVirtualThreadsWebServerFactoryCustomizer();
    }
}

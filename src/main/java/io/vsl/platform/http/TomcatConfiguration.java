package io.vsl.platform.http;

import org.apache.catalina.core.StandardHost;
import org.springframework.boot.autoconfigure.condition.ConditionalOnJava;
import org.springframework.boot.autoconfigure.web.embedded.TomcatVirtualThreadsWebServerFactoryCustomizer;
import org.springframework.boot.system.JavaVersion;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The web server where Spring has no setting for it. */
@Configuration(proxyBeanMethods = false)
class TomcatConfiguration {

    @Bean
    static WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemValve() {
        return factory -> factory.addContextCustomizers(context ->
                ((StandardHost) context.getParent()).setErrorReportValveClass(ProblemValve.class.getName()));
    }

    /**
     * Requests wait for Kafka and Redis most of their time. Not by {@code spring.threads.virtual.enabled}, which Camel
     * obeys as well: its pools would have no bound, and who scales a picture would keep a consumer from its processor.
     */
    @Bean
    @ConditionalOnJava(JavaVersion.TWENTY_ONE)
    static TomcatVirtualThreadsWebServerFactoryCustomizer virtualThreadForEachRequest() {
        return new TomcatVirtualThreadsWebServerFactoryCustomizer();
    }
}

package io.vsl.testing;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vsl.Vsl;
import io.vsl.platform.http.HttpServers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The application inside the test's JVM, on the {@link Devstack}, with topics and consumer groups of its own and the
 * test as the only one that Replicate calls back.
 */
public final class Application implements AutoCloseable {

    private static final Duration IS_BACK = Duration.ofSeconds(20);

    private static final Set<Application> RUNNING = ConcurrentHashMap.newKeySet();

    private static @Nullable Application shared;

    private final ConfigurableApplicationContext context;
    private final String topicPrefix;
    private final boolean ownsTopics;

    private Application(ConfigurableApplicationContext context, String topicPrefix, boolean ownsTopics) {
        this.context = context;
        this.topicPrefix = topicPrefix;
        this.ownsTopics = ownsTopics;
    }

    /** All stages, started once for all tests of this JVM that change nothing about it. */
    public static synchronized Application shared() {
        if (shared == null) {
            shared = start(Map.of());
        }
        return shared;
    }

    /**
     * Starts another, with these environment variables or properties over the devstack's. Its topics go when it is
     * closed, unless the test has named them.
     */
    public static Application start(Map<String, String> overrides) {
        Map<String, String> settings = new HashMap<>(Devstack.shared().environment());
        int port = FreePort.find();
        settings.put("VSL_PORT", Integer.toString(port));
        settings.put("WEBHOOK_BASE_URL", "http://127.0.0.1:" + port);
        settings.put("VSL_TOPIC_PREFIX", "t" + UUID.randomUUID().toString().substring(0, 8));
        settings.put("VSL_PARTITIONS", "3");
        settings.put("vsl.poller.measure-every", "1s");
        settings.putAll(overrides);
        // The SDK reads them from the environment, which a test can't set, or from here.
        System.setProperty("aws.accessKeyId", Devstack.shared().get("AWS_ACCESS_KEY_ID"));
        System.setProperty("aws.secretAccessKey", Devstack.shared().get("AWS_SECRET_ACCESS_KEY"));
        ConfigurableApplicationContext context = new SpringApplicationBuilder(Vsl.class)
                .initializers(Application::guard)
                .run(settings.entrySet().stream()
                        .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                        .toArray(String[]::new));
        Application started =
                new Application(context, settings.get("VSL_TOPIC_PREFIX"), !overrides.containsKey("VSL_TOPIC_PREFIX"));
        RUNNING.add(started);
        return started;
    }

    private static void guard(ConfigurableApplicationContext context) {
        TopologyGuard guard = new TopologyGuard();
        ((GenericApplicationContext) context)
                .registerBean("topologyGuard", CamelContextConfiguration.class, () -> new CamelContextConfiguration() {
                    @Override
                    public void beforeApplicationStart(CamelContext camel) {
                        camel.getCamelContextExtension().addInterceptStrategy(guard);
                    }

                    @Override
                    public void afterApplicationStart(CamelContext camel) {}
                });
    }

    public String url() {
        return "http://127.0.0.1:" + bean(HttpServers.class).port();
    }

    public String topic(String name) {
        return topicPrefix + "." + name;
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /**
     * Waits until all that run here use a server that is there again: they look at PostgreSQL and Redis once a second. Who
     * is told nothing of a server, as of Kafka, is not waited for.
     */
    static void awaitAll(String server) {
        for (Application application : RUNNING) {
            Gauge up = application
                    .bean(MeterRegistry.class)
                    .find("vsl.store.up")
                    .tag("store", server)
                    .gauge();
            if (up != null) {
                Awaitility.await(server + " to be used again").atMost(IS_BACK).until(() -> up.value() == 1);
            }
        }
    }

    @Override
    public void close() {
        RUNNING.remove(this);
        context.close();
        if (ownsTopics) {
            Log.deleteTopics(topicPrefix);
        }
    }
}

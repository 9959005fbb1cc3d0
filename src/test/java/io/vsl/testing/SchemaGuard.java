package io.vsl.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;

/**
 * Holds what VSL writes on the topics for others against its schema, wherever a test runs it: in the test's JVM, by
 * {@code META-INF/spring.factories}, and in a process of its own. What does not fit is written all the same, and the test
 * fails during which it was, unless it {@link ForgesRecords}. What tests write themselves goes another way, and is looked at
 * by nobody.
 */
public final class SchemaGuard extends FaultGuard
        implements InterceptStrategy, ApplicationContextInitializer<GenericApplicationContext> {

    /** Tells a process the file that it names its faults in; a test's JVM has none. */
    static final String FILE = "VSL_TEST_SCHEMA_FAULTS";

    private static final Queue<String> FAULTS = new ConcurrentLinkedQueue<>();

    /** Of the processes that this JVM has started. */
    private static final Queue<Path> FILES = new ConcurrentLinkedQueue<>();

    public SchemaGuard() {
        super("Records for others do not fit their schema", ForgesRecords.class);
    }

    @Override
    List<String> found() {
        return faults();
    }

    /** Looks into that file too, for a process that is started now. */
    static void follow(Path file) throws IOException {
        Files.deleteIfExists(file);
        FILES.add(file);
    }

    /** What did not fit, here and in the processes, since this was asked last. */
    public static List<String> faults() {
        List<String> faults = new ArrayList<>();
        for (String fault = FAULTS.poll(); fault != null; fault = FAULTS.poll()) {
            faults.add(fault);
        }
        for (Path file : FILES) {
            try {
                if (Files.exists(file)) {
                    faults.addAll(Files.readAllLines(file));
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return faults;
    }

    @Override
    public void initialize(GenericApplicationContext context) {
        context.registerBean("schemaGuard", CamelContextConfiguration.class, () -> new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext camel) {
                // Not on an event loop, where a test looks for waits. A process would start later for it.
                if (System.getenv(FILE) == null) {
                    EventSchemas.load();
                }
                camel.getCamelContextExtension().addInterceptStrategy(SchemaGuard.this);
            }

            @Override
            public void afterApplicationStart(CamelContext camel) {}
        });
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        if (!(definition instanceof ToDefinition to) || !to.getUri().startsWith("kafka:")) {
            return target;
        }
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                String prefix = context.resolvePropertyPlaceholders("{{vsl.kafka.topic-prefix}}") + ".";
                for (Object message : exchange.getMessage().getBody(List.class)) {
                    look((Message) message, prefix);
                }
                return super.process(exchange, callback);
            }
        };
    }

    private static void look(Message record, String prefix) {
        String topic = record.getHeader(KafkaConstants.OVERRIDE_TOPIC, String.class);
        String name = topic.startsWith(prefix) ? topic.substring(prefix.length()) : topic;
        if (!EventSchemas.describe(name)) {
            return;
        }
        Map<String, String> headers = new HashMap<>();
        record.getHeaders().forEach((header, value) -> {
            if (!header.startsWith("Camel") && !header.startsWith("kafka.")) {
                headers.put(header, String.valueOf(value));
            }
        });
        byte[] key = Objects.requireNonNullElse(record.getHeader(KafkaConstants.KEY, byte[].class), new byte[0]);
        EventSchemas.faults(name, new String(key, StandardCharsets.UTF_8), record.getBody(byte[].class), headers)
                .forEach(fault -> note("%s: %s".formatted(topic, fault)));
    }

    private static void note(String fault) {
        @Nullable String file = System.getenv(FILE);
        if (file == null) {
            FAULTS.add(fault);
            return;
        }
        try {
            Files.writeString(
                    Path.of(file),
                    fault.replace('\n', ' ') + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

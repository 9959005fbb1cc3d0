package io.vsl.testing;

import io.vsl.platform.topology.Access;
import io.vsl.platform.topology.StageSpec;
import io.vsl.platform.topology.Topology;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;

/**
 * Refuses in every {@link Application} what the line of a stage in topology.yaml does not allow, as AWS would: topics that it
 * writes, actions on the table, the bucket and the objects in it. A test fails during which something was refused. What a
 * stage does is what its routes' exchanges do; {@code setup} has none.
 */
public final class TopologyGuard implements InterceptStrategy, ExecutionInterceptor, AfterEachCallback {

    private static final Map<String, String> S3_ACTIONS = Map.of(
            "HeadObject",
            "GetObject",
            "HeadBucket",
            "ListBucket",
            "ListObjects",
            "ListBucket",
            "ListObjectsV2",
            "ListBucket",
            "CreateMultipartUpload",
            "PutObject",
            "UploadPart",
            "PutObject",
            "CompleteMultipartUpload",
            "PutObject");

    /** Of the threads on which admin does what takes long. */
    private static final String OPERATION = "operation";

    private static final Queue<String> REFUSED = new ConcurrentLinkedQueue<>();

    /** Of the stage whose exchange is worked on. */
    private static final ThreadLocal<Access> CURRENT = new ThreadLocal<>();

    private final Map<String, Access> byRoute = new ConcurrentHashMap<>();

    private static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        boolean isProducer =
                definition instanceof ToDefinition to && to.getUri().startsWith("kafka:");
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                Access before = CURRENT.get();
                CURRENT.set(of(exchange));
                try {
                    if (isProducer) {
                        requireTopics(exchange);
                    }
                    return super.process(exchange, callback);
                } catch (Refused e) {
                    exchange.setException(e);
                    callback.done(true);
                    return true;
                } finally {
                    CURRENT.set(before);
                }
            }
        };
    }

    private static void requireTopics(Exchange exchange) {
        Access access = CURRENT.get();
        if (access == null) {
            return;
        }
        String prefix = exchange.getContext().resolvePropertyPlaceholders("{{vsl.kafka.topic-prefix}}") + ".";
        for (Object message : exchange.getMessage().getBody(List.class)) {
            String topic = ((Message) message).getHeader(KafkaConstants.OVERRIDE_TOPIC, String.class);
            String name = topic.startsWith(prefix) ? topic.substring(prefix.length()) : topic;
            if (!access.topics().writes().contains(name)) {
                throw refused(access, "write " + name);
            }
        }
    }

    private @Nullable Access of(Exchange exchange) {
        String route = exchange.getFromRouteId();
        if (route == null) {
            return null;
        }
        Topology topology = exchange.getContext().getRegistry().lookupByNameAndType("topology", Topology.class);
        return byRoute.computeIfAbsent(route, id -> topology.stages().stream()
                .filter(stage -> isOf(stage, id, exchange.getContext()))
                .findFirst()
                .map(topology::access)
                .orElse(new Access(
                        "",
                        new Access.ToTopics(List.of(), List.of(), List.of()),
                        List.of(),
                        List.of(),
                        new StageSpec.Uses(List.of(), List.of(), List.of(), Map.of()))));
    }

    /** By the file of the route, or its name when the stage template made it. */
    private static boolean isOf(StageSpec stage, String route, CamelContext context) {
        if (route.equals(stage.name())) {
            return true;
        }
        RouteDefinition definition = ((ModelCamelContext) context).getRouteDefinition(route);
        return definition != null
                && definition.getResource() != null
                && Stream.concat(Stream.of(stage.name()), stage.routes().stream())
                        .anyMatch(file ->
                                definition.getResource().getLocation().endsWith("routes/" + file + ".camel.yaml"));
    }

    @Override
    public void beforeExecution(Context.BeforeExecution call, ExecutionAttributes attributes) {
        Access access = Thread.currentThread().getName().equals(OPERATION)
                ? Topology.read(Topology.DEFAULT)
                        .access(Topology.read(Topology.DEFAULT).stage("admin"))
                : CURRENT.get();
        if (access == null) {
            return;
        }
        String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
        // The presigner has it in lower case.
        if (!attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME).equalsIgnoreCase("s3")) {
            if (!access.uses().table().contains(operation)) {
                throw SdkClientException.create("refused", refused(access, operation));
            }
            return;
        }
        String action = S3_ACTIONS.getOrDefault(operation, operation);
        if (call.request() instanceof DeleteObjectsRequest several) {
            several.delete().objects().forEach(object -> requireObject(access, "DeleteObject", object.key()));
            return;
        }
        if (call.request() instanceof CopyObjectRequest copy) {
            // The SDK has made the bucket and the key one by now.
            String source = URLDecoder.decode(
                    copy.getValueForField("CopySource", String.class).orElseThrow(), StandardCharsets.UTF_8);
            requireObject(access, "GetObject", source.substring(source.indexOf('/') + 1));
            requireObject(access, "PutObject", copy.destinationKey());
            return;
        }
        requireObject(
                access,
                action,
                call.request().getValueForField("Key", String.class).orElse(""));
    }

    /** @param key empty of what is done to the bucket */
    private static void requireObject(Access access, String action, String key) {
        boolean allowed = key.isEmpty()
                ? access.uses().bucket().contains(action)
                : access.uses().objects().getOrDefault(action, List.of()).stream()
                        .anyMatch(key::startsWith);
        if (!allowed) {
            throw SdkClientException.create("refused", refused(access, action + " " + key));
        }
    }

    private static Refused refused(Access access, String what) {
        String message =
                "the line of the stage %s in topology.yaml does not allow it to %s".formatted(access.stage(), what);
        REFUSED.add(message);
        return new Refused(message);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        List<String> refused = List.copyOf(REFUSED);
        REFUSED.clear();
        if (!refused.isEmpty()) {
            throw new AssertionError(
                    String.join("\n", refused.stream().distinct().toList()));
        }
    }
}

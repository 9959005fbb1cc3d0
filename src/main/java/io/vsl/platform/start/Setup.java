package io.vsl.platform.start;

import io.vsl.platform.Difference;
import io.vsl.platform.aws.CompareTable;
import io.vsl.platform.aws.CreateStores;
import io.vsl.platform.kafka.CompareTopics;
import io.vsl.platform.kafka.CreateTopics;
import io.vsl.platform.security.ApiKeys;
import io.vsl.platform.security.Caller;
import io.vsl.platform.topology.StageSpec;
import io.vsl.platform.topology.Topology;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The stage {@code setup}: brings the stores and the log to the state that the other stages expect. Repeatable. What is
 * there already and otherwise than it would have made it is told in the log and left: it may be meant so.
 */
@Component
class Setup implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(Setup.class);

    private static final String OPERATOR = "operator";

    private final boolean selected;
    private final SetupProperties properties;
    private final MigrateSchema schema;
    private final CreateTopics topics;
    private final CompareTopics compareTopics;
    private final CreateStores stores;
    private final CompareTable compareTable;
    private final ApiKeys keys;

    Setup(
            @Value("${vsl.stages}") String stages,
            Topology topology,
            SetupProperties properties,
            MigrateSchema schema,
            CreateTopics topics,
            CompareTopics compareTopics,
            CreateStores stores,
            CompareTable compareTable,
            ApiKeys keys) {
        this.selected = topology.select(stages).stream().map(StageSpec::runs).anyMatch(StageSpec.Runs::start);
        this.properties = properties;
        this.schema = schema;
        this.topics = topics;
        this.compareTopics = compareTopics;
        this.stores = stores;
        this.compareTable = compareTable;
        this.keys = keys;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (!selected) {
            return;
        }
        schema.migrate();
        register(properties.apiKey(), new Caller(properties.userId(), false));
        register(properties.operatorKey(), new Caller(OPERATOR, true));
        topics.create();
        stores.create();
        Stream.of(compareTopics.compare(), compareTable.compare())
                .flatMap(List::stream)
                .forEach(Setup::tell);
    }

    private static void tell(Difference difference) {
        LOG.atLevel(difference.isGrave() ? Level.ERROR : Level.WARN)
                .addKeyValue("action", "setup")
                .log(difference.toString());
    }

    private void register(@Nullable String key, Caller caller) {
        if (key != null && !key.isBlank()) {
            keys.register(key, caller);
        }
    }
}

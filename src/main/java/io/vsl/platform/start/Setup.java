package io.vsl.platform.start;

import io.vsl.platform.Stages;
import io.vsl.platform.aws.CreateStores;
import io.vsl.platform.kafka.CreateTopics;
import io.vsl.platform.security.ApiKeys;
import io.vsl.platform.security.Caller;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The stage {@code setup}: brings the stores and the log to the state that the other stages expect. Repeatable. */
@Component
class Setup implements SmartInitializingSingleton {

    private static final String OPERATOR = "operator";

    private final boolean selected;
    private final SetupProperties properties;
    private final DataSource dataSource;
    private final CreateTopics topics;
    private final CreateStores stores;
    private final ApiKeys keys;

    Setup(@Value("${vsl.stages}") String stages, SetupProperties properties, DataSource dataSource,
            CreateTopics topics, CreateStores stores, ApiKeys keys) {
        this.selected = Stages.parse(stages).contains(Stages.SETUP);
        this.properties = properties;
        this.dataSource = dataSource;
        this.topics = topics;
        this.stores = stores;
        this.keys = keys;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (!selected) {
            return;
        }
        Flyway.configure().dataSource(dataSource).locations("classpath:database").load().migrate();
        register(properties.apiKey(), new Caller(properties.userId(), false));
        register(properties.operatorKey(), new Caller(OPERATOR, true));
        topics.create();
        stores.create();
    }

    private void register(@Nullable String key, Caller caller) {
        if (key != null && !key.isBlank()) {
            keys.register(key, caller);
        }
    }
}

package io.vsl.stores;

import io.vsl.testing.Application;
import io.vsl.testing.Database;
import io.vsl.testing.Devstack;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An application whose stores nobody else uses, and that runs no stage that would write them. */
final class StoresAlone {

    private static @Nullable Application application;

    private StoresAlone() {}

    static synchronized Application application() {
        if (application == null) {
            application = Application.start(Map.of(
                    "VSL_STAGES",
                    "setup",
                    "DATABASE_URL",
                    Database.create("stores_alone").url(),
                    "REDIS_URL",
                    Devstack.shared().get("REDIS_URL") + "/8",
                    "DYNAMODB_TABLE",
                    "stores-alone"));
        }
        return application;
    }
}

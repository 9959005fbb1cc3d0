package io.vsl.infra;

import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.StackProps;

/**
 * Where stacks are: in the deployment's own region, or in the one that it fails over to.
 *
 * @param prefix of the names that are taken once in an account, those of stacks and roles
 * @param region null for that of the credentials
 */
record Place(String prefix, @Nullable Environment region) {

    static final Place MAIN = new Place("", null);

    static Place standby(Settings settings) {
        return new Place("standby-", Environment.builder().region(settings.standbyRegion()).build());
    }

    String name(String of) {
        return prefix + of;
    }

    StackProps props() {
        return StackProps.builder().env(region).build();
    }
}

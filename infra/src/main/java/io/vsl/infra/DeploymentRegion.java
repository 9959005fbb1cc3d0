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
record DeploymentRegion(String prefix, @Nullable Environment region) {

    static final DeploymentRegion MAIN = new DeploymentRegion("", null);

    static DeploymentRegion standby(Settings settings) {
        return new DeploymentRegion(
                "standby-",
                Environment.builder().region(settings.standbyRegion()).build());
    }

    String name(String of) {
        return prefix + of;
    }

    StackProps props() {
        return StackProps.builder().env(region).build();
    }
}

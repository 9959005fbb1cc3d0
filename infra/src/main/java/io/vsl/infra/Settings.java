package io.vsl.infra;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What differs between the deployments.
 *
 * @param deployment dev, staging, homolog or prod; names begin with {@code vsl-<deployment>}
 * @param keep       whether stores outlive their stack
 */
public record Settings(String deployment, boolean keep) {

    private enum Known {
        DEV, STAGING, HOMOLOG, PROD;

        private String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** @throws IllegalArgumentException naming what is not a deployment, and what is */
    static Settings of(String deployment) {
        Known known = Arrays.stream(Known.values()).filter(it -> it.word().equals(deployment)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--stage: there is no \"%s\"; there are %s".formatted(
                        deployment, Arrays.stream(Known.values()).map(Known::word).collect(Collectors.joining(", ")))));
        return new Settings(deployment, known != Known.DEV);
    }

    String name(String of) {
        return "vsl-" + deployment + "-" + of;
    }
}

package io.vsl.job;

import java.util.Set;

/** Who can make media here, by the names that models.json has for them. */
public record ProviderNames(Set<String> names) {

    /** What there is unless somebody says otherwise. */
    public static final ProviderNames DEFAULT = new ProviderNames(Set.of(PredictionRequest.DEFAULT_PROVIDER));

    public ProviderNames {
        names = Set.copyOf(names);
    }
}

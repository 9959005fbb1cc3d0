package io.vsl.job;

import java.util.Set;

/**
 * Who can make media here, by the names that models.json has for them.
 *
 * @param names empty where nobody knows yet: then any name will do
 */
public record ProviderNames(Set<String> names) {

    /** What there is unless somebody says otherwise. */
    public static final ProviderNames DEFAULT = new ProviderNames(Set.of(PredictionRequest.DEFAULT_PROVIDER));

    /** For whoever looks at models.json before it is known who there is. */
    public static final ProviderNames ANY = new ProviderNames(Set.of());

    public ProviderNames {
        names = Set.copyOf(names);
    }

    public boolean allow(String name) {
        return names.isEmpty() || names.contains(name);
    }
}

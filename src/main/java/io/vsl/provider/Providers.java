package io.vsl.provider;

import io.vsl.job.PredictionRequest;
import io.vsl.job.ProviderNames;
import io.vsl.platform.kafka.InvalidRecord;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** All there are, by name. */
@Component
public class Providers {

    private final Map<String, Provider> byName;

    Providers(List<Provider> all) {
        this.byName = all.stream().collect(Collectors.toMap(Provider::name, Function.identity()));
    }

    /**
     * The one of that name.
     *
     * @param name null is the default
     * @throws InvalidRecord when there is none: whoever wrote the record knew another
     */
    public Provider of(@Nullable String name) {
        Provider provider = byName.get(nameOf(name));
        if (provider == null) {
            throw new InvalidRecord("There is no provider called " + name);
        }
        return provider;
    }

    public ProviderNames names() {
        return new ProviderNames(byName.keySet());
    }

    private static String nameOf(@Nullable String name) {
        return name == null ? PredictionRequest.DEFAULT_PROVIDER : name;
    }
}

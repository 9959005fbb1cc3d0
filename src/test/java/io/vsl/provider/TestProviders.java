package io.vsl.provider;

import io.vsl.platform.json.JsonConfiguration;
import io.vsl.provider.ContextKeys.Key;
import io.vsl.provider.ContextKeys.Row;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.springframework.util.unit.DataSize;

/** The seam without an application. */
public final class TestProviders {

    private TestProviders() {}

    public static Providers of(Provider... providers) {
        return new Providers(List.of(providers));
    }

    /** That files are fetched from. */
    public static OutputHosts hosts(String... hosts) {
        return new OutputHosts(
                new OutputRules(List.of(hosts), DataSize.ofMegabytes(1), Duration.ofMinutes(1), Duration.ofHours(1)));
    }

    /** Contexts under a key of the test's. */
    public static SignedContext contexts() {
        return contexts("a key of thirty-two bytes or so ...");
    }

    /** Contexts that others can't verify. */
    public static SignedContext contexts(String key) {
        Row row = new Row(new Key(1, key.getBytes(StandardCharsets.UTF_8)), true);
        return new SignedContext(
                JsonConfiguration.json(),
                new OlderSecrets(List.of()),
                new ContextKeys(() -> List.of(row), System::nanoTime));
    }

    public static WebhookUrls webhooks(SignedContext contexts) {
        return new WebhookUrls(URI.create("https://vsl.example"), contexts);
    }
}

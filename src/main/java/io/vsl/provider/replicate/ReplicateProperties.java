package io.vsl.provider.replicate;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * How Replicate is reached, and how it reaches us.
 *
 * @param apiUrl         without a slash at the end
 * @param apiToken       {@code r8_…}
 * @param webhookSecret  {@code whsec_…}, of {@code GET /webhooks/default/secret}; several, the newest first, while they
 *                       overlap, separated by commas or blanks
 * @param webhookBaseUrl where Replicate reaches us, without a slash at the end
 * @param outputHosts    hosts that outputs may be fetched from, with their subdomains; with a port, exactly that one,
 *                       and over plain HTTP too
 * @param outputMaxSize  of one output
 * @param outputTimeout  to fetch one output
 * @param outputsKept    how long after the end of a run its outputs are there
 */
@ConfigurationProperties("vsl.replicate")
public record ReplicateProperties(
        URI apiUrl,
        String apiToken,
        String webhookSecret,
        URI webhookBaseUrl,
        List<String> outputHosts,
        DataSize outputMaxSize,
        Duration outputTimeout,
        Duration outputsKept) {

    /** Each is good for a webhook's signature. */
    public List<String> webhookSecrets() {
        return Stream.of(webhookSecret.split("[,\\s]+")).filter(secret -> !secret.isEmpty()).toList();
    }

    @Override
    public String toString() {
        return "ReplicateProperties[apiUrl=" + apiUrl + "]";
    }
}

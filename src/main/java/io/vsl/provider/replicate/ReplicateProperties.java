package io.vsl.provider.replicate;

import io.vsl.platform.settings.Secret;
import io.vsl.platform.settings.Within;
import jakarta.validation.constraints.Pattern;
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
 * @param outputMaxSize  of one output; S3 takes 10,000 parts of a file
 * @param outputTimeout  to fetch one output, within the time of a poll
 * @param outputsKept    how long after the end of a run its outputs are there
 * @param creationsPerMinute how many predictions the account may ask for, all processes together
 * @param burst          how many of them at once
 */
@ConfigurationProperties("vsl.replicate")
public record ReplicateProperties(
        URI apiUrl,

        @Pattern(
                regexp = "[!-~]*",
                message = "Replicate's token, r8_…, without blanks or line breaks",
                payload = Secret.class)
        String apiToken,

        @Pattern(
                regexp = SECRETS,
                message = "whsec_ and Base64; several are separated by commas or blanks",
                payload = Secret.class)
        String webhookSecret,

        URI webhookBaseUrl,
        List<String> outputHosts,
        @Within(from = "1MB", to = "75GB") DataSize outputMaxSize,
        @Within(from = "1s", to = "4m") Duration outputTimeout,
        @Within(from = "1s", to = "30d") Duration outputsKept,
        @Within(from = "1", to = "1000000") int creationsPerMinute,
        @Within(from = "1", to = "1000000") int burst) {

    private static final String BASE64 =
            "(whsec_)?([A-Za-z0-9+/]{4})*" + "([A-Za-z0-9+/]{2}(==)?|[A-Za-z0-9+/]{3}=?|[A-Za-z0-9+/]{4})";

    /** One that can't be decoded would refuse every webhook. */
    private static final String SECRETS = "[,\\s]*(" + BASE64 + "([,\\s]+|$))*";

    /** Each is good for a webhook's signature. */
    public List<String> webhookSecrets() {
        return Stream.of(webhookSecret.split("[,\\s]+"))
                .filter(secret -> !secret.isEmpty())
                .toList();
    }

    @Override
    public String toString() {
        return "ReplicateProperties[apiUrl=" + apiUrl + "]";
    }
}

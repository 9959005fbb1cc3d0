package io.vsl.platform.http;

import io.vsl.platform.settings.Checked;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Whose pages may call.
 *
 * @param allowedOrigins as browsers send them in {@code Origin}: compared as texts
 */
@ConfigurationProperties("vsl.cors")
record CorsProperties(List<String> allowedOrigins) implements Checked {

    private static final Pattern ORIGIN =
            Pattern.compile("https?://([a-z0-9-]+(\\.[a-z0-9-]+)*|\\[[0-9a-f:.]+])(:[1-9][0-9]{0,4})?");

    /** Browsers leave it out. */
    private static final Pattern DEFAULT_PORT = Pattern.compile("http://.*:80|https://.*:443");

    private static final int LAST_PORT = 65_535;

    @Override
    public List<String> faults() {
        return allowedOrigins.stream()
                .filter(origin -> !isOrigin(origin))
                .map(origin -> ("VSL_ALLOWED_ORIGINS has \"%s\". Allowed are origins as browsers send them, such as"
                                + " https://app.example.com or http://localhost:3000, separated by commas: in lower case,"
                                + " without a default port, a path or a wildcard")
                        .formatted(origin))
                .toList();
    }

    private static boolean isOrigin(String text) {
        var read = ORIGIN.matcher(text);
        return read.matches()
                && !DEFAULT_PORT.matcher(text).matches()
                && (read.group(3) == null || Integer.parseInt(read.group(3).substring(1)) <= LAST_PORT);
    }
}

package io.vsl.platform.start;

import io.vsl.job.UserIds;
import io.vsl.platform.settings.Checked;
import io.vsl.platform.settings.Secret;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Keys registered at start, when given.
 *
 * @param userId      whose key {@code apiKey} is
 * @param apiKey      a user's
 * @param operatorKey an operator's
 */
@ConfigurationProperties("vsl.setup")
record SetupProperties(
        @Pattern(
                regexp = UserIds.FORM,
                message = "a letter or digit and up to 127 more of letters, digits"
                        + " and . _ @ | : + = -, without two dots in a row")
        String userId,

        @Pattern(regexp = KEY, message = ALLOWED, payload = Secret.class) @Nullable
        String apiKey,

        @Pattern(regexp = KEY, message = ALLOWED, payload = Secret.class) @Nullable
        String operatorKey)
        implements Checked {

    private static final String KEY = "\\s*|[!-~]{1,256}";

    private static final String ALLOWED = "a key of up to 256 visible ASCII characters, without blanks or line breaks";

    @Override
    public List<String> faults() {
        return apiKey != null && !apiKey.isBlank() && apiKey.equals(operatorKey)
                ? List.of("VSL_API_KEY and VSL_OPERATOR_KEY are the same key. Allowed are two: a key is a user's or an"
                        + " operator's")
                : List.of();
    }

    @Override
    public String toString() {
        return "SetupProperties[userId=" + userId + "]";
    }
}

package io.vsl.platform.start;

import io.vsl.job.UserIds;
import io.vsl.platform.security.ApiKeys;
import io.vsl.platform.settings.Checked;
import io.vsl.platform.settings.Secret;
import jakarta.validation.constraints.Pattern;
import java.util.ArrayList;
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
        List<String> faults = new ArrayList<>();
        if (apiKey != null && !apiKey.isBlank() && apiKey.equals(operatorKey)) {
            faults.add("VSL_API_KEY and VSL_OPERATOR_KEY are the same key. Allowed are two: a key is a user's or an"
                    + " operator's");
        }
        requirePlausible("VSL_API_KEY", apiKey, faults);
        requirePlausible("VSL_OPERATOR_KEY", operatorKey, faults);
        return faults;
    }

    private static void requirePlausible(String name, @Nullable String key, List<String> faults) {
        if (key != null && !ApiKeys.isPlausible(key)) {
            faults.add(
                    name + " can't be used (its value is a secret). Of those that begin with vsl_live_ only whole ones"
                            + " that VSL has made are allowed; one of your own begins with something else");
        }
    }

    @Override
    public String toString() {
        return "SetupProperties[userId=" + userId + "]";
    }
}

package io.vsl.platform.security;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.stream.Stream;

/** What a key is for. */
public enum KeyScope {
    USER("user"),
    OPERATOR("operator"),
    /** Looks at everything, and changes nothing. */
    READ_ONLY_OPERATOR("read-only operator");

    private final String value;

    KeyScope(String value) {
        this.value = value;
    }

    /** As the API has it. */
    @JsonValue
    public String value() {
        return value;
    }

    /** All values. */
    public static List<String> names() {
        return Stream.of(values()).map(KeyScope::value).toList();
    }

    /** By its value. */
    public static KeyScope of(String value) {
        return Stream.of(values())
                .filter(scope -> scope.value.equals(value))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(value));
    }

    static KeyScope of(boolean operator, boolean readOnly) {
        return !operator ? USER : readOnly ? READ_ONLY_OPERATOR : OPERATOR;
    }
}

package io.vsl.platform.start;

import static io.vsl.platform.settings.SettingsOf.assertMapped;
import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.settings.SettingsOf;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SetupPropertiesTest {

    @Test
    void defaults() {
        assertThat(SettingsOf.defaults(SetupProperties.class)).isEqualTo(new SetupProperties("user123", "", ""));
    }

    @Test
    void fullMapping() throws Exception {
        assertMapped(
                Map.of(
                        "VSL_USER_ID", "ann@example.com",
                        "VSL_API_KEY", "k1",
                        "VSL_OPERATOR_KEY", "k2"),
                new SetupProperties("ann@example.com", "k1", "k2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "VSL_USER_ID | a/b | 'is a/b. Allowed is a letter or digit and up to 127 more of letters, digits and . _ @ | : + = -, without two dots in a row'",
                "VSL_USER_ID | '' | 'is empty. Allowed is a letter or digit and up to 127 more of letters, digits and . _ @ | : + = -, without two dots in a row'",
                "VSL_API_KEY | 'hidden\n' | can't be used (its value is a secret). Allowed is a key of up to 256 visible ASCII characters, without blanks or line breaks",
                "VSL_OPERATOR_KEY | hidden key | can't be used (its value is a secret). Allowed is a key of up to 256 visible ASCII characters, without blanks or line breaks",
            })
    void wrongValues(String name, String value, String message) {
        assertThat(SettingsOf.faults(SetupProperties.class, name, value)).containsExactly(name + " " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"VSL_API_KEY", "VSL_OPERATOR_KEY"})
    void aKeyThatNobodyCouldCallWithIsNotRegistered(String name) {
        assertThat(SettingsOf.faults(SetupProperties.class, Map.of(name, "vsl_live_mine")))
                .containsExactly(
                        name
                                + " can't be used (its value is a secret). Of those that begin with vsl_live_ only whole ones that VSL has made are allowed; one of your own begins with something else");
    }

    @Test
    void aKeyIsAUsersOrAnOperators() {
        assertThat(SettingsOf.faults(
                        SetupProperties.class, Map.of("VSL_API_KEY", "hidden", "VSL_OPERATOR_KEY", "hidden")))
                .containsExactly(
                        "VSL_API_KEY and VSL_OPERATOR_KEY are the same key. Allowed are two: a key is a user's or an operator's");
    }
}

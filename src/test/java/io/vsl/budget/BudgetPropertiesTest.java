package io.vsl.budget;

import static io.vsl.platform.settings.SettingsOf.assertMapped;
import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.settings.SettingsOf;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetPropertiesTest {

    @Test
    void defaults() {
        assertThat(SettingsOf.defaults(BudgetProperties.class)).isEqualTo(new BudgetProperties(Duration.ofSeconds(30)));
    }

    @Test
    void fullMapping() throws Exception {
        assertMapped(Map.of("vsl.budget.limits-cache", "5s"), new BudgetProperties(Duration.ofSeconds(5)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vsl.budget.limits-cache | 2h | is 2h. Allowed is 0s to 1h",
            })
    void wrongValues(String name, String value, String message) {
        assertThat(SettingsOf.faults(BudgetProperties.class, name, value)).containsExactly(name + " " + message);
    }
}

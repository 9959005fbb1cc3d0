package io.vsl.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsl.platform.url.InvalidSetting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.unit.DataSize;

/** How wrong settings are found and told. */
class CheckSettingsTest {

    /** Of several kinds, under a name that application.yaml has. */
    @ConfigurationProperties("vsl.http")
    record Sample(
            @Within(from = "64KB", to = "64MB") DataSize maxBody,
            @Within(from = "10") @Nullable Integer maxConnections,
            @Within(from = "1s", to = "1h", or = "-1s") Duration bodyTimeout) {}

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "VSL_MAX_CONNECTIONS | 9 | VSL_MAX_CONNECTIONS is 9. Allowed is at least 10",
                "VSL_MAX_CONNECTIONS | many | VSL_MAX_CONNECTIONS is many. Allowed is a whole number: at least 10",
                "VSL_HTTP_MAXBODY | 1KB | VSL_HTTP_MAXBODY is 1KB. Allowed is 64KB to 64MB",
                "VSL_HTTP_MAX_BODY | 1KB | VSL_HTTP_MAX_BODY is 1KB. Allowed is 64KB to 64MB",
                "vsl.http.max-body | 1 megabyte | vsl.http.max-body is 1 megabyte. Allowed is a size, such as 64KB or 5MB: 64KB to 64MB",
                "vsl.http.body-timeout | -2s | vsl.http.body-timeout is -2s. Allowed is -1s or 1s to 1h",
                "vsl.http.body-timeout | '' | vsl.http.body-timeout is empty. Allowed is a duration, such as 500ms, 30s, 5m or 1h: -1s or 1s to 1h",
            })
    void oneIsNamedAsItWasSetWithItsValueAndWhatIsAllowed(String name, String value, String expected) {
        assertThat(SettingsOf.faults(Sample.class, name, value)).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "VSL_MAX_CONNECTIONS, ''",
        "VSL_MAX_CONNECTIONS, 10",
        "vsl.http.body-timeout, -1s",
        "vsl.http.body-timeout, 1h"
    })
    void whatIsAllowedIsNoFault(String name, String value) {
        assertThat(SettingsOf.faults(Sample.class, name, value)).isEmpty();
    }

    @Test
    void allAreToldAtOnce() {
        ConfigurableEnvironment environment = SettingsOf.environment(Map.of(
                "VSL_MAX_CONNECTIONS", "0", "WEBHOOK_BASE_URL", "vsl.example.com", "vsl.http.body-timeout", "0s"));
        WrongSettings.note(environment, "VSL_STAGES is wrong");

        assertThatThrownBy(() -> CheckSettings.check(environment, List.of(Sample.class)))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("""
                        4 settings can't be used:
                        VSL_STAGES is wrong
                        WEBHOOK_BASE_URL has no scheme. Allowed is http:// or https://, such as https://vsl.example.com
                        VSL_MAX_CONNECTIONS is 0. Allowed is at least 10
                        vsl.http.body-timeout is 0s. Allowed is -1s or 1s to 1h""");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vsl.poller.absent-after=59s | vsl.poller.absent-after is 59s. Allowed is at least 2 times vsl.generate.send-within, which is 30s: a request that is on its way must not count as one that never arrived",
                "VSL_GENERATE_SENDWITHIN=61s | vsl.poller.absent-after is 2m. Allowed is at least 2 times VSL_GENERATE_SENDWITHIN, which is 61s: a request that is on its way must not count as one that never arrived",
                "vsl.redis.remember=4m | vsl.redis.remember is 4m. Allowed is at least vsl.redis.terminal-ttl, which is 5m: that a job has ended is remembered at least as long as its outcome",
                "VSL_MAX_HELD=1023KB | VSL_MAX_HELD is 1023KB. Allowed is at least vsl.http.max-body, which is 1MB: one body must fit",
                "vsl.poller.absent-after=60s | ",
                "VSL_MAX_HELD=1MB | ",
            })
    void settingsOfDifferentRoomsMustFitEachOther(String set, @Nullable String expected) {
        String[] setting = set.split("=");

        List<String> faults = SettingsOf.faults(Sample.class, setting[0], setting[1]);

        assertThat(faults).isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    @Test
    void whatIsUnderstoodOfAUrlTakesItsPlace() {
        ConfigurableEnvironment environment =
                SettingsOf.environment(Map.of("WEBHOOK_BASE_URL", " https://VSL.example.com/ "));

        assertThatCode(() -> CheckSettings.check(environment, List.of())).doesNotThrowAnyException();

        assertThat(environment.getProperty("vsl.replicate.webhook-base-url")).isEqualTo("https://vsl.example.com");
    }

    @ParameterizedTest
    @CsvSource({
        "VSL_REQUEST_PER_HOUR, VSL_REQUESTS_PER_HOUR",
        "VSL_STAGE, VSL_STAGES",
        "REDIS_URI, REDIS_URL",
        "KAFKA_BROKER, KAFKA_BROKERS",
        "VSL_POLLER_ABSENTAFTR, VSL_POLLER_ABSENTAFTER",
        "VSL_URL,",
        "VSL_PORT_BASE,",
        "KAFKA_OPTS,",
        "PATH,",
        "REDIS_PORT,"
    })
    void aVariableThatIsNearlyOneOfOursIsAskedAbout(String name, @Nullable String meant) {
        Set<String> known = new SettingNames(SettingsOf.environment(Map.of())).variables();

        assertThat(known).doesNotContain(name);
        assertThat(CheckSettings.meant(name, known)).isEqualTo(meant);
    }
}

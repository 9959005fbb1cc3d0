package io.vsl.platform.http;

import static io.vsl.platform.settings.SettingsOf.assertMapped;
import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.settings.SettingsOf;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorsPropertiesTest {

    private static final String ALLOWED = ". Allowed are origins as browsers send them, such as"
            + " https://app.example.com or http://localhost:3000, separated by commas: in lower case, without a default"
            + " port, a path or a wildcard";

    @Test
    void defaults() {
        assertThat(SettingsOf.defaults(CorsProperties.class)).isEqualTo(new CorsProperties(List.of()));
    }

    @Test
    void fullMapping() throws Exception {
        assertMapped(
                Map.of(
                        "VSL_ALLOWED_ORIGINS",
                        "https://app.example.com, http://localhost:3000,http://127.0.0.1:65535,https://[::1]:1,https://xn--a-1.b"),
                new CorsProperties(List.of(
                        "https://app.example.com",
                        "http://localhost:3000",
                        "http://127.0.0.1:65535",
                        "https://[::1]:1",
                        "https://xn--a-1.b")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "null",
                "app.example.com",
                "https://*.example.com",
                "https://app.example.com/",
                "https://app.example.com/path",
                "https://app.example.com?x",
                "https://app.example.com#x",
                "https://App.example.com",
                "HTTPS://app.example.com",
                "https://user@app.example.com",
                "https://app.example.com:443",
                "http://app.example.com:80",
                "https://app.example.com:",
                "https://app.example.com:0",
                "https://app.example.com:08443",
                "https://app.example.com:65536",
                "https://app.example.com:x",
                "https://",
                "https://münchen.example",
                "ftp://app.example.com",
                "https://a.example https://b.example"
            })
    void wrongValues(String value) {
        assertThat(SettingsOf.faults(CorsProperties.class, "VSL_ALLOWED_ORIGINS", value))
                .containsExactly("VSL_ALLOWED_ORIGINS has \"" + value + "\"" + ALLOWED);
    }

    @Test
    void eachWrongOneIsNamed() {
        assertThat(SettingsOf.faults(
                        CorsProperties.class, "VSL_ALLOWED_ORIGINS", "*,https://app.example.com,,https://a.example/"))
                .containsExactly(
                        "VSL_ALLOWED_ORIGINS has \"*\"" + ALLOWED,
                        "VSL_ALLOWED_ORIGINS has \"\"" + ALLOWED,
                        "VSL_ALLOWED_ORIGINS has \"https://a.example/\"" + ALLOWED);
    }
}

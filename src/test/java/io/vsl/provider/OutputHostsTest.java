package io.vsl.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.url.InvalidUrl;
import io.vsl.platform.url.WebUrl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which URLs an output may be fetched from. */
class OutputHostsTest {

    private final OutputHosts hosts =
            TestProviders.hosts(" Replicate.Delivery ", "127.0.0.1:80", "local.example:443", "local.example:8080");

    @ParameterizedTest
    @CsvSource({
        "https://replicate.delivery/a.png,true",
        "https://pbxt.replicate.delivery/a.png,true",
        "https://evilreplicate.delivery/a.png,false",
        "https://replicate.delivery.example/a.png,false",
        "http://replicate.delivery/a.png,false",
        "https://replicate.delivery:8443/a.png,false",
        "http://127.0.0.1/a.png,true",
        "https://127.0.0.1/a.png,false",
        "http://127.0.0.1:81/a.png,false",
        "https://local.example/a.png,true",
        "http://local.example/a.png,false",
        "http://local.example:8080/a.png,true",
        "http://sub.local.example:8080/a.png,false"
    })
    void aHostIsGoodForHttpsAndItsSubdomainsOneWithAPortForThatAlone(String url, boolean allowed) throws InvalidUrl {
        assertThat(hosts.allow(WebUrl.parse(url))).isEqualTo(allowed);
    }
}

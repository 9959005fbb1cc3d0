package io.vsl.platform.aws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaLinksTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "https://cdn.example.com images/u|1/a.webp https://cdn.example.com/images/u%7C1/a.webp",
                "https://cdn.example.com/ images/a+b:c=d@e/a.webp https://cdn.example.com/images/a%2Bb%3Ac%3Dd%40e/a.webp",
                "https://cdn.example.com/files/ images/u1/original-1.webp https://cdn.example.com/files/images/u1/original-1.webp",
                "https://my_cdn images/ü%20?#/a.webp https://my_cdn/images/%C3%BC%2520%3F%23/a.webp"
            })
    void eachPartOfAKeyIsPercentEncodedBehindTheCdnsAddress(String base, String key, String url) {
        assertThat(TestViews.links(base).url(key)).isEqualTo(url);
    }
}

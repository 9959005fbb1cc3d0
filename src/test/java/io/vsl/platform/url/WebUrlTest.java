package io.vsl.platform.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs as people write them, and what a browser asks for. */
class WebUrlTest {

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "https://r.delivery/x/PixPin (1) [a].png ~ https://r.delivery/x/PixPin%20(1)%20[a].png",
        "https://my_bucket.s3.amazonaws.com/a.png ~ https://my_bucket.s3.amazonaws.com/a.png",
        "https://münchen.de/straße?q=ü|\"x ~ https://xn--mnchen-3ya.de/stra%C3%9Fe?q=%C3%BC|%22x",
        "https://r.d/a%20b c%zz.png ~ https://r.d/a%20b%20c%zz.png",
        "HTTPS://R.D:443/../a/./b#part ~ https://r.d/a/b",
        "http://r.d:443 ~ http://r.d:443/",
        "https:\\\\r.d\\a ~ https://r.d/a",
        "https:/r.d/a ~ https://r.d/a",
        "https://r.d?a=b c ~ https://r.d/?a=b%20c",
        "https://r.d/ä%2Fb{c}^ ~ https://r.d/%C3%A4%2Fb%7Bc%7D%5E",
        "https://r.d/🦊.png ~ https://r.d/%F0%9F%A6%8A.png",
        "https://[::1]:80/x ~ https://[::1]:80/x",
        "https://例え.テスト/ ~ https://xn--r8jz45g.xn--zckzah/"})
    void isReadAsABrowserReadsIt(String text, String asked) throws InvalidUrl {
        assertThat(WebUrl.parse(text)).hasToString(asked);
        assertThat(WebUrl.parse(asked)).hasToString(asked);
        assertThat(WebUrl.isMeant(text)).isTrue();
    }

    @Test
    void aUserIsSaidAndLeftOut() throws InvalidUrl {
        WebUrl url = WebUrl.parse("https://user:secret@r.d:8443/a");

        assertThat(url.hasUser()).isTrue();
        assertThat(url).hasToString("https://r.d:8443/a");
        assertThat(url.authority()).isEqualTo("r.d:8443");
    }

    @ParameterizedTest
    @CsvSource({
        "'', does not begin with https:// or http://",
        "r.d/a.png, does not begin with https:// or http://",
        "ftp://r.d/a, does not begin with https:// or http://",
        "https, does not begin with https:// or http://",
        "https://, has no host",
        "https:///, has no host",
        "https://a b.com/, has a host that is none",
        "https://a<b.com/, has a host that is none",
        "https://r.d:99999/, has a port that is no number from 0 to 65535",
        "https://r.d:x/, has a port that is no number from 0 to 65535",
        "https://1.2.3.999/, has a host that is none"})
    void whatIsNoneIsToldByThePartThatIsWrong(String text, String reason) {
        assertThatExceptionOfType(InvalidUrl.class).isThrownBy(() -> WebUrl.parse(text)).withMessage(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://r.d/\u0000", "https://r.d/\ud800"})
    void whatNoStoreHoldsIsNone(String text) {
        assertThatExceptionOfType(InvalidUrl.class).isThrownBy(() -> WebUrl.parse(text))
                .withMessage("has a NUL or half of a surrogate pair");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a fox", "see https://r.d/a", "https://r.d/a\nand more", "mailto:a@r.d", "https is a scheme"})
    void aTextThatIsNotMeantAsOne(String text) {
        assertThat(WebUrl.isMeant(text)).isFalse();
    }
}

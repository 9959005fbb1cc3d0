package io.vsl.platform.url;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs as people write them, and what a browser asks for. */
class WebUrlTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
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
                "https:///r.d/a ~ https://r.d/a",
                "https://r.d/a//b//..//c ~ https://r.d/a//b//c",
                "https://r.d/https://x.y/a.png ~ https://r.d/https://x.y/a.png",
                "https://r.d/a/b/.. ~ https://r.d/a/",
                "https://r.d/a/%2E/%2e. ~ https://r.d/",
                "https://r.d/{a}/..{b}?{c} ~ https://r.d/%7Ba%7D/..%7Bb%7D?{c}",
                "https://r.d?b=1&a=2&b=3&&=4&c ~ https://r.d/?b=1&a=2&b=3&&=4&c",
                "https://EXAMPLE.ü/ ~ https://example.xn--tda/",
                "https://r.d/🦊.png ~ https://r.d/%F0%9F%A6%8A.png",
                "https://[::1]:80/x ~ https://[::1]:80/x",
                "https://例え.テスト/ ~ https://xn--r8jz45g.xn--zckzah/"
            })
    void isReadAsABrowserReadsIt(String text, String asked) throws InvalidUrl {
        assertThat(WebUrl.parse(text)).hasToString(asked);
        assertThat(WebUrl.parse(asked)).hasToString(asked);
        assertThat(WebUrl.isMeant(text)).isTrue();
    }

    @Test
    void lineBreaksAndTabsAreNoPartOfIt() throws InvalidUrl {
        assertThat(WebUrl.parse("\thttps://r.d/a\r\n\tb?c\nd\n")).hasToString("https://r.d/ab?cd");
    }

    @Property
    void whatIsAskedForIsReadAsItself(@ForAll("texts") String text) throws InvalidUrl {
        WebUrl url;
        try {
            url = WebUrl.parse("https://" + text);
        } catch (InvalidUrl e) {
            Statistics.collect("none");
            return;
        }
        Statistics.collect("read");
        Statistics.coverage(coverage -> coverage.check("read").percentage(percent -> percent > 5));

        WebUrl again = WebUrl.parseWithoutUser(url.toString());

        assertThat(again).hasToString(url.toString());
        assertThat(again.host()).isEqualTo(url.host());
        assertThat(again.toString()).matches("[!-~]+");
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "/", "\\", "?", "#", "@", ":", ":8080", "%", "%2e", "%41", "{", "}", "[", "]", "[::1]", " ",
                        ".", "..", "a", "B", "_", "xn--", "ß", "ü", "例", "🦊", "\t", "\n", "|", "\"", "'", "<", "^",
                        "`", "&", "=", "+", "1", "0x", "\u0007", "\u2028")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    @ParameterizedTest
    @MethodSource
    @Timeout(10)
    void aLongOneCostsLittle(String text) {
        try {
            assertThat(WebUrl.parse(text).toString()).isNotEmpty();
        } catch (InvalidUrl e) {
            assertThat(e).hasMessageMatching("has (a host name that can't be one|no host)");
        }
    }

    static Stream<String> aLongOneCostsLittle() {
        String letters =
                IntStream.range(0x4e00, 0x9fff).mapToObj(Character::toString).collect(joining());
        return Stream.of(
                "https://" + letters.repeat(20),
                "https://" + "@".repeat(1_000_000),
                "https:" + "/".repeat(1_000_000) + "a",
                "https://a" + "/".repeat(1_000_000),
                "https://a" + "/..".repeat(300_000),
                "https://a/" + "\n".repeat(999_999) + "a",
                "https://a/" + "{".repeat(1_000_000),
                "https://a?" + "&".repeat(1_000_000),
                "https://a/" + letters.repeat(20));
    }

    @Test
    void aUserCanBeRefused() {
        assertThatExceptionOfType(InvalidUrl.class)
                .isThrownBy(() -> WebUrl.parseWithoutUser("https://user:secret@r.d/a"))
                .withMessage("has a user or a password");
    }

    @ParameterizedTest
    @CsvSource({
        "https://other.d/x, https://other.d/x", "//other.d/x, https://other.d/x",
        "/x (1).png, https://r.d:8443/x%20(1).png", "x.png, https://r.d:8443/a%20[b]/x.png",
        "../x, https://r.d:8443/x", "?c=d, https://r.d:8443/a%20[b]/c.png?c=d"
    })
    void aLinkIsResolvedAsABrowserDoes(String link, String resolved) throws InvalidUrl {
        assertThat(WebUrl.parse("https://r.d:8443/a [b]/c.png?q=1").resolve(link))
                .hasToString(resolved);
    }

    @Test
    void aLinkOfAnotherSchemeIsNone() {
        assertThatExceptionOfType(InvalidUrl.class)
                .isThrownBy(() -> WebUrl.parse("https://r.d/a").resolve("file:///etc/passwd"));
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
        "https://user@/export, has no host",
        "https://:80/, has no host",
        "https://r.d:{port}/, has a port that isn't a number from 0 to 65535",
        "https://r.d:99999999999/, has a port that isn't a number from 0 to 65535",
        "https://a b.com:80/port, has a host name that can't be one",
        "https://[::1/, has a host name that can't be one",
        "https://a b.com/, has a host name that can't be one",
        "https://a<b.com/, has a host name that can't be one",
        "https://r.d:99999/, has a port that isn't a number from 0 to 65535",
        "https://r.d:x/, has a port that isn't a number from 0 to 65535",
        "https://1.2.3.999/, has a host name that can't be one"
    })
    void whatIsNoneIsToldByThePartThatIsWrong(String text, String reason) {
        assertThatExceptionOfType(InvalidUrl.class)
                .isThrownBy(() -> WebUrl.parse(text))
                .withMessage(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://r.d/\u0000", "https://r.d/\ud800"})
    void whatNoStoreHoldsIsNone(String text) {
        assertThatExceptionOfType(InvalidUrl.class)
                .isThrownBy(() -> WebUrl.parse(text))
                .withMessage("has a NUL or half of a surrogate pair");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a fox", "see https://r.d/a", "https://r.d/a\nand more", "mailto:a@r.d", "https is a scheme"})
    void aTextThatIsNotMeantAsOne(String text) {
        assertThat(WebUrl.isMeant(text)).isFalse();
    }
}

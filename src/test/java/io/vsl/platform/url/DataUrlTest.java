package io.vsl.platform.url;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data URLs as people and programs write them. */
class DataUrlTest {

    @ParameterizedTest
    @CsvSource({
        "'data:image/png;base64,Pz8/Pj4+', image/png, ???>>>",
        "'data:image/png;base64,Pz8_Pj4-', image/png, ???>>>",
        "'data:image/png;base64,Pz8/\r\n Pj4+', image/png, ???>>>",
        "'data:image/png;base64,Pz8%2FPj4%2B', image/png, ???>>>",
        "'DATA:IMAGE/PNG;BASE64,YQ', image/png, a",
        "'data:image/png;base64,YQ==', image/png, a",
        "'data:image/png;name=a.png;base64,YQ==', image/png, a",
        "'data:image/svg+xml;utf8,<svg/>', image/svg+xml, <svg/>",
        "'data:,a%20b%', text/plain, a b%",
        "'data:;base64,YQ==', text/plain, a",
        "'data:image/png;base64,YQ==#page', image/png, a",
        "'data:image/svg+xml,<svg fill=\"#fff\"/>', image/svg+xml, '<svg fill=\"#fff\"/>'",
        "'data:;;,a', text/plain, a",
        "' data:text/plain;charset=utf-8,ä', text/plain, ä"
    })
    void isReadLenientlyAndWrittenInOneForm(String text, String type, String content) throws InvalidUrl {
        DataUrl read = DataUrl.parse(text);

        assertThat(read.contentType()).isEqualTo(type);
        assertThat(new String(read.content(), UTF_8)).isEqualTo(content);
        assertThat(DataUrl.parse(read.toString()).content()).isEqualTo(read.content());
        assertThat(read.toString()).startsWith("data:" + type + ";base64,").doesNotContainAnyWhitespaces();
    }

    @ParameterizedTest
    @CsvSource({
        "'https://r.d/a', does not begin with data:",
        "'data:image/png', has no comma between its type and its content",
        "'data:<b>/png;base64,YQ==', has a type that isn't of the form image/png",
        "'data:image/png;base64,a*b', has content that isn't base64",
        "'data:image/png;base64,a', has content that isn't base64",
        "'data:image/png;vsl-omitted=12,', stands for content of 12 bytes that was too large to be passed on",
        "'data:image/png;base64,', has no content"
    })
    void whatIsNoneIsToldByThePartThatIsWrong(String text, String reason) {
        assertThatExceptionOfType(InvalidUrl.class)
                .isThrownBy(() -> DataUrl.parse(text))
                .withMessage(reason);
    }
}

package io.vsl.models;

import static io.vsl.models.Fixtures.quoted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.vsl.job.FieldError;
import io.vsl.job.JobRequest;
import io.vsl.job.MediaType;
import io.vsl.models.CheckedRequest.Invalid;
import io.vsl.models.CheckedRequest.Malformed;
import io.vsl.models.CheckedRequest.Valid;
import io.vsl.platform.json.JsonConfiguration;
import io.vsl.testing.Http;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every field of a request, as a hostile or careless caller may write it. */
class CheckRequestTest {

    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

    private static final String GOOD =
            "'userId':'u1','mediaType':'image','modelId':'flux-schnell','parameters':{'prompt':'a fox'}";

    private final CheckRequest checkRequest = new CheckRequest(
            JsonConfiguration.json(),
            new ModelRegistry(null, Fixtures.SHIPPED),
            url -> url.host().equals("inside.example") ? Optional.of("leads astray") : Optional.empty(),
            url -> url.scheme().equals("http") ? Optional.of("does not begin with https://") : Optional.empty());

    @Test
    void aGoodRequestIsReadAsItIs() {
        JobRequest request = valid(GOOD + ",'webhookUrl':'https://example.com/x?y=1','metadata':{'a':[1,'é']}");

        assertThat(request.userId()).isEqualTo("u1");
        assertThat(request.mediaType()).isEqualTo(MediaType.IMAGE);
        assertThat(request.webhookUrl()).isEqualTo("https://example.com/x?y=1");
        assertThat(request.metadata()).isEqualTo(Fixtures.json("{'a':[1,'é']}"));
    }

    @Test
    void nullIsTheSameAsAbsent() {
        JobRequest request = valid(GOOD + ",'prompt':null,'webhookUrl':null,'metadata':null");

        assertThat(request.webhookUrl()).isNull();
        assertThat(request.metadata()).isNull();
    }

    @Test
    void aPromptAtTheTopIsTheParameterUnlessThatIsThere() {
        String top = "'userId':'u1','mediaType':'image','modelId':'flux-schnell','prompt':'top'";

        assertThat(valid(top).parameters().path("prompt").asText()).isEqualTo("top");
        assertThat(valid(top + ",'parameters':{'prompt':null}")
                        .parameters()
                        .path("prompt")
                        .asText())
                .isEqualTo("top");
        assertThat(valid(top + ",'parameters':{'prompt':'own'}")
                        .parameters()
                        .path("prompt")
                        .asText())
                .isEqualTo("own");
    }

    @Test
    void theCallersOwnUserStandsInForAnAbsentOne() {
        String request = quoted("{'mediaType':'image','modelId':'flux-schnell','prompt':'a fox'}");

        assertThat(((Valid) checkRequest.check(bytes(request), "me")).request().userId())
                .isEqualTo("me");
    }

    @Test
    void everyFaultIsNamedAtOnce() {
        Invalid invalid = invalid("""
                'userId':' ','mediaType':'Image','modelId':7,'parameters':[],'webhookUrl':'nowhere','metadata':'x',
                'priority':1""");

        assertThat(invalid.errors())
                .extracting(FieldError::field, FieldError::code)
                .containsExactly(
                        tuple("priority", "UNKNOWN_FIELD"),
                        tuple("userId", "BLANK"),
                        tuple("mediaType", "NOT_ALLOWED"),
                        tuple("modelId", "WRONG_TYPE"),
                        tuple("webhookUrl", "MALFORMED"),
                        tuple("metadata", "WRONG_TYPE"),
                        tuple("parameters", "WRONG_TYPE"));
    }

    @Test
    void anEmptyObjectNamesWhatIsRequired() {
        assertThat(invalid("").errors())
                .extracting(FieldError::field, FieldError::code)
                .containsExactly(
                        tuple("userId", "REQUIRED"), tuple("mediaType", "REQUIRED"), tuple("modelId", "REQUIRED"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "''", "'\\t\\n '", "7", "true", "[]", "{}", "['u1']", "1e999999999"})
    void aUserMustBeText(String value) {
        assertThat(fieldsOf(invalid(GOOD.replace("'u1'", value)))).isEqualTo("userId");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../x", "a/b", "a..b", "-a", ".", "a b", "é", "a\\u0000", "a\\n", "\\ud800", "a?b", "a%2Fb"})
    void aUserIsOfCharactersThatCanStandInAPath(String userId) {
        Invalid invalid = invalid(GOOD.replace("u1", userId));

        assertThat(fieldsOf(invalid)).isEqualTo("userId");
        assertThat(invalid.userId()).isNull();
    }

    @Test
    void aUserHasAtMost128Characters() {
        assertThat(valid(GOOD.replace("u1", "u".repeat(128))).userId()).hasSize(128);
        assertThat(fieldsOf(invalid(GOOD.replace("u1", "u".repeat(129))))).isEqualTo("userId");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "''", "'IMAGE'", "'picture'", "'image '", "'image\\u0000'", "0", "['image']"})
    void aMediaTypeIsOneOfThree(String value) {
        assertThat(fieldsOf(invalid(GOOD.replace("'image'", value)))).isEqualTo("mediaType");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "''", "'gone'", "'Flux-Schnell'", "'sdxl '", "'musicgen'", "'\\u0000'", "'\\ud800'", "{}"
            })
    void aModelIsOneOfItsMediaType(String value) {
        assertThat(fieldsOf(invalid(GOOD.replace("'flux-schnell'", value)))).isEqualTo("modelId");
    }

    @Test
    void aModelsNameIsKeptOnlyWhenAnyStoreCanHoldIt() {
        assertThat(invalid(GOOD.replace("flux-schnell", "gone")).modelId()).isEqualTo("gone");
        assertThat(invalid(GOOD.replace("flux-schnell", "\\u0000")).modelId()).isNull();
        assertThat(invalid(GOOD.replace("flux-schnell", "m".repeat(500_000))).modelId())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {"''|REQUIRED", "'a\\u0000b'|MALFORMED", "'\\ud800'|MALFORMED", "7|WRONG_TYPE", "['a']|WRONG_TYPE"})
    void aPromptIsTextThatCanBeShown(String value, String code) {
        assertThat(invalid(GOOD.replace("'a fox'", value)).errors())
                .extracting(FieldError::field, FieldError::code)
                .containsExactly(tuple("parameters.prompt", code));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e999999999",
                "-1e999999999",
                "1e-999999999",
                "99999999999999999999999",
                "0",
                "-1",
                "1.5",
                "'512'",
                "true"
            })
    void hugeAndTinyNumbersAreOutOfRangeAndCostNothing(String value) {
        assertThat(fieldsOf(invalid(GOOD.replace("'a fox'", "'a fox','width':%s,'height':512".formatted(value)))))
                .isEqualTo("parameters.width");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.com",
                "//example.com",
                "ftp://example.com",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "http://",
                "data:,x",
                "https://user:secret@example.com",
                "http://exa mple.com",
                "http://x:port/",
                "http://x/\\ud800",
                "http://x/\\u0000"
            })
    void aWebhookUrlIsOfTheWeb(String url) {
        assertThat(fieldsOf(invalid(GOOD + ",'webhookUrl':'%s'".formatted(url))))
                .isEqualTo("webhookUrl");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "https://my_host/a b|[c] ~ https://my_host/a%20b|[c]",
                "http://x/é?ü#part ~ http://x/%C3%A9?%C3%BC",
                "http:///münchen.de ~ http://xn--mnchen-3ya.de/",
                "HTTP://X:80 ~ http://x/",
                "http://x/\\r\\nHost: y ~ http://x/Host:%20y"
            })
    void aWebhookUrlIsReadAsPeopleWriteItAndKeptInItsOneForm(String url, String kept) {
        assertThat(valid(GOOD + ",'webhookUrl':'%s'".formatted(url)).webhookUrl())
                .isEqualTo(kept);
        assertThat(valid(GOOD + ",'webhookUrl':'%s'".formatted(kept)).webhookUrl())
                .isEqualTo(kept);
    }

    @Test
    void whatIsWrongWithAWebhookUrlIsSaid() {
        assertThat(invalid(GOOD + ",'webhookUrl':'https://u:secret@x'").errors())
                .containsExactly(new FieldError(
                        "webhookUrl",
                        "MALFORMED",
                        "must be an http or https URL without a user, of at most 2048 characters: "
                                + "it has a user or a password"));
    }

    @Test
    void aWebhookUrlThatNobodyIsToCallIsRefusedWithAllTheRest() {
        assertThat(invalid(GOOD.replace("flux-schnell", "none") + ",'webhookUrl':'https://inside.example/'")
                        .errors())
                .extracting(FieldError::field, FieldError::code)
                .containsExactlyInAnyOrder(tuple("modelId", "NOT_ALLOWED"), tuple("webhookUrl", "NOT_ALLOWED"));
        assertThat(invalid(GOOD + ",'webhookUrl':'https://inside.example/'").errors())
                .singleElement()
                .satisfies(fault -> assertThat(fault.message()).endsWith("it leads astray"));
    }

    /** What is kept is read again when the job is admitted. */
    @Test
    void aWebhookUrlHasAtMost2048CharactersAlsoInItsOneForm() {
        String url = "http://x/" + "ü".repeat(339);

        assertThat(valid(GOOD + ",'webhookUrl':'%s'".formatted(url)).webhookUrl())
                .hasSize(9 + 339 * 6);
        assertThat(fieldsOf(invalid(GOOD + ",'webhookUrl':'%sü'".formatted(url))))
                .isEqualTo("webhookUrl");
    }

    @Test
    void aWebhookUrlHasAtMost2048Characters() {
        String url = "http://example.com/" + "x".repeat(2048 - "http://example.com/".length());

        assertThat(valid(GOOD + ",'webhookUrl':'%s'".formatted(url)).webhookUrl())
                .hasSize(2048);
        assertThat(fieldsOf(invalid(GOOD + ",'webhookUrl':'%sx'".formatted(url))))
                .isEqualTo("webhookUrl");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'a':'\\u0000'}",
                "{'\\u0000':1}",
                "{'a':'\\ud800'}",
                "{'a':[{'b':'\\u0000'}]}",
                "{'a':1e200000}",
                "{'a':1e-200000}",
                "{'a':[-1e131073]}"
            })
    void metadataThatAStoreCannotHoldIsRefused(String metadata) {
        assertThat(invalid(GOOD + ",'metadata':" + metadata).errors())
                .extracting(FieldError::field, FieldError::code)
                .containsExactly(tuple("metadata", "MALFORMED"));
    }

    @Test
    void metadataHasABoundInDepthAndInSize() {
        assertThat(valid(GOOD + ",'metadata':" + nested(16)).metadata()).isNotNull();
        assertThat(fieldsOf(invalid(GOOD + ",'metadata':" + nested(17)))).isEqualTo("metadata");
        assertThat(valid(GOOD + ",'metadata':{'a':'%s'}".formatted("x".repeat(2040)))
                        .metadata())
                .isNotNull();
        assertThat(fieldsOf(invalid(GOOD + ",'metadata':{'a':'%s'}".formatted("x".repeat(2041)))))
                .isEqualTo("metadata");
    }

    @Test
    void unknownNamesWithoutNumberMakeAShortAnswer() {
        String names = IntStream.range(0, 20_000).mapToObj("'n%d':1"::formatted).collect(Collectors.joining(","));

        Invalid invalid = invalid(GOOD + "," + names);

        assertThat(invalid.errors())
                .hasSize(21)
                .last()
                .extracting(FieldError::message)
                .asString()
                .contains("19980");
    }

    @Test
    void anUnknownNameIsShownShortAndPrintable() {
        Invalid invalid = invalid(GOOD + ",'\\u0000\\u0001\\n<%s':1".formatted("x".repeat(10_000)));

        assertThat(invalid.errors().get(0).field()).startsWith("???<xxx").hasSize(64);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "true",
                "7",
                "'text'",
                "[]",
                "[{}]",
                "{",
                "{}}",
                "{}{}",
                "{},",
                "{'a'}",
                "{'a':}",
                "{a:1}",
                "{'a':1,}",
                "{'a':NaN}",
                "{'a':01}",
                "{'a':'\t'}",
                "{'a':'\\x'}",
                "/**/{}",
                "\uFEFF{}",
                "{'userId':1,'userId':2}",
                "{'\\udc00':1}",
                "{'metadata':{'a':1,'a':2}}"
            })
    void whatIsNotOneJsonObjectIsMalformed(String text) {
        assertThat(reason(bytes(quoted(text)))).isNotBlank().hasSizeLessThan(200);
    }

    @Test
    void theReasonNamesNoneOfOurClasses() {
        Http.assertSaysNothingOfUs(reason(bytes("{}{}")));
        Http.assertSaysNothingOfUs(reason(bytes("{\"a\":".repeat(100_000))));
        Http.assertSaysNothingOfUs(reason(bytes("[".repeat(100_000))));
        Http.assertSaysNothingOfUs(reason(bytes("{\"a\":" + "9".repeat(100_000) + "}")));
        Http.assertSaysNothingOfUs(reason(bytes("{\"" + "a".repeat(100_000) + "\":1}")));
        Http.assertSaysNothingOfUs(reason(bytes("{\"\\ud800\":1,\"\\ud800\":1}")));
    }

    @Test
    void bytesThatAreNotUtf8AreMalformed() {
        assertThat(reason(quoted("{" + GOOD + "}").getBytes(StandardCharsets.UTF_16)))
                .contains("UTF-8");
        assertThat(reason("{\"userId\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1)))
                .contains("UTF-8");
        // The long form of "/", and a half of a surrogate pair.
        assertThat(reason(new byte[] {'"', (byte) 0xC0, (byte) 0xAF, '"'})).contains("UTF-8");
        assertThat(reason(new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'}))
                .contains("UTF-8");
    }

    @Test
    void secondsAreWrittenAsPeopleWriteThem() {
        Valid sdxl = (Valid) check(GOOD.replace("flux-schnell", "sdxl"));

        assertThat(sdxl.job(UUID.randomUUID(), CREATED, Duration.ZERO).estimatedTime())
                .hasToString("10");
        assertThat(sdxl.job(UUID.randomUUID(), CREATED, Duration.ofSeconds(90)).estimatedTime())
                .hasToString("100");
    }

    private static String nested(int depth) {
        return "{'a':".repeat(depth - 1) + "{}" + "}".repeat(depth - 1);
    }

    private CheckedRequest check(String fields) {
        return checkRequest.check(bytes(quoted("{" + fields + "}")), null);
    }

    private JobRequest valid(String fields) {
        CheckedRequest checked = check(fields);
        assertThat(checked).isInstanceOf(Valid.class);
        return ((Valid) checked).request();
    }

    private Invalid invalid(String fields) {
        CheckedRequest checked = check(fields);
        assertThat(checked).isInstanceOf(Invalid.class);
        return (Invalid) checked;
    }

    private String reason(byte[] bytes) {
        CheckedRequest checked = checkRequest.check(bytes, null);
        assertThat(checked).isInstanceOf(Malformed.class);
        return ((Malformed) checked).reason();
    }

    private static String fieldsOf(Invalid invalid) {
        return invalid.errors().stream().map(FieldError::field).distinct().collect(Collectors.joining(","));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

package io.vsl.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.Storable;
import io.vsl.platform.json.JsonConfiguration;
import io.vsl.platform.json.JsonFields;
import java.util.List;
import java.util.function.Function;

/** Any body is fields of the form that is asked for, or a problem in our words. */
class BodyFieldsFuzzTest {

    private static final ObjectMapper JSON = JsonConfiguration.json();

    private static final List<String> CODES = List.of(
            "REQUIRED", "WRONG_TYPE", "BLANK", "MALFORMED", "TOO_LONG", "NOT_ALLOWED", "OUT_OF_RANGE", "UNKNOWN_FIELD");

    @FuzzTest(maxDuration = "1m")
    void anyBodyIsFieldsOrAProblem(byte[] bytes) {
        try {
            BodyFields body = BodyFields.of(bytes, JSON);
            read(body);
            body.check();
        } catch (Problem e) {
            assertThat(e.status()).isEqualTo(400);
            assertThat(e.code()).isIn("MALFORMED_JSON", "VALIDATION_FAILED");
            assertThat(e.details().isEmpty()).isEqualTo(e.code().equals("MALFORMED_JSON"));
            assertThat(e.details()).allSatisfy(fault -> assertThat(fault.code()).isIn(CODES));
            if (e.code().equals("MALFORMED_JSON")) {
                assertThat(e.sentence()).matches("The body [A-Za-z0-9 ,-]+");
            }
        }
    }

    private static void read(JsonFields body) {
        assertThat(body.flag("flag")).isIn(true, false);
        assertThat(body.storableText("text", 10))
                .satisfiesAnyOf(text -> assertThat(text).isNull(), text -> assertThat(Storable.isText(text))
                        .isTrue());
        assertThat(body.filledText("filled"))
                .satisfiesAnyOf(text -> assertThat(text).isNull(), text -> assertThat(text)
                        .isNotBlank());
        assertThat(body.oneOf("choice", List.of("a", "b"))).isIn(null, "a", "b");
        assertThat(body.integer("number", -5, 5))
                .satisfiesAnyOf(number -> assertThat(number).isNull(), number -> assertThat(number)
                        .isBetween(-5, 5));
        assertThat(body.decimal("decimal"))
                .satisfiesAnyOf(number -> assertThat(number).isNull(), number -> assertThat(number.toPlainString())
                        .hasSizeLessThan(1_000));
        assertThat(body.instant("instant"))
                .satisfiesAnyOf(instant -> assertThat(instant).isNull(), instant -> assertThat(instant.toString())
                        .hasSizeLessThan(40));
        assertThat(body.texts("texts", 3, Function.identity(), "MALFORMED", "must be texts"))
                .hasSizeLessThan(4);
        JsonFields inner = body.fields("inner");
        if (inner != null) {
            read(inner);
        }
        body.objects("objects", 3).forEach(BodyFieldsFuzzTest::read);
    }
}

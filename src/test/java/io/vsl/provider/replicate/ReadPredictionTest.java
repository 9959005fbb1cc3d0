package io.vsl.provider.replicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsl.provider.PredictionOutput;
import io.vsl.provider.replicate.ReadPrediction.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever Replicate says is read, and of it only what is needed. */
class ReadPredictionTest {

    private final ReadPrediction predictions = new ReadPrediction();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "null|",
                "''|",
                "' '|",
                "{}|",
                "[]|",
                "'out of memory'|out of memory",
                "'404 for url: https://b.s3/k.png?X-Amz-Signature=ab&c=d, again'|404 for url: https://b.s3/k.png again",
                "'Max retries exceeded with url: /temp/1/input-0.png?X-Amz-Date=1&X-Amz-Signature=ab (Caused by x)'"
                        + "|Max retries exceeded with url: /temp/1/input-0.png (Caused by x)",
                "7|7",
                "false|false",
                "{'detail':'CUDA error','code':1}|CUDA error",
                "{'message':'flagged','code':'E005'}|flagged (E005)",
                "{'error':{'title':'gone'}}|gone",
                "{'code':'x'}|{\"code\":\"x\"}",
                "['one',{'message':'two'},null]|one; two",
                "[[[['x']]]]|[\"x\"]",
                "{'error':{'error':{'error':{'message':'x'}}}}|{\"message\":\"x\"}",
                "1234567890123456789012345678901234567890|1234567890123456789012345678901234567890",
                "12345678901234567890123456789012345678901|",
            })
    void anErrorIsATextWhateverItsForm(String error, @Nullable String text) {
        assertThat(read("'error':" + error).error()).isEqualTo(text);
        SaidPrediction travelled = read(predictions.write(read("'logs':'x','error':" + error)));
        assertThat(travelled.error()).isEqualTo(text);
    }

    @Test
    void anErrorOfMegabytesIsBoundedAndItsEndKept() {
        SaidPrediction prediction = read("'error':'%s (E005)'".formatted("x".repeat(5 << 20)));

        assertThat(prediction.error()).hasSizeLessThan(10_000).endsWith("(E005)");
        assertThat(predictions.write(prediction)).hasSizeLessThan(10_000);
    }

    @Test
    void anErrorIsCutBeyondItsBoundAlone() {
        assertThat(read("'error':'%s'".formatted("x".repeat(8_003))).error()).isEqualTo("x".repeat(8_003));
        assertThat(read("'error':'%s'".formatted("x".repeat(8_004))).error())
                .isEqualTo("x".repeat(4_000) + " … " + "x".repeat(4_000));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'2026-01-01T10:30:32.493Z'|2026-01-01T10:30:32.493Z",
                "'2026-01-01T10:30:32.123456789Z'|2026-01-01T10:30:32.123456Z",
                "'2026-01-01T12:30:32+02:00'|2026-01-01T10:30:32Z",
                "'2026-01-01T12:30:32+0200'|2026-01-01T10:30:32Z",
                "'2026-01-01 10:30:32.5'|2026-01-01T10:30:32.500Z",
                "'2026-01-01 10:30:32 UTC'|2026-01-01T10:30:32Z",
                "'2026-01-01T10:30:32,5'|2026-01-01T10:30:32.500Z",
                "'2026-01-01T10:30'|2026-01-01T10:30:00Z",
                "'20260101T103032Z'|2026-01-01T10:30:32Z",
                "'2026-01-01'|2026-01-01T00:00:00Z",
                "'2026-06-30T23:59:60Z'|2026-06-30T23:59:59Z",
                "'Thu, 1 Jan 2026 10:30:32 GMT'|2026-01-01T10:30:32Z",
                "1767263432|2026-01-01T10:30:32Z",
                "1767263432.5|2026-01-01T10:30:32.500Z",
                "1767263432500|2026-01-01T10:30:32.500Z",
                "1767263432500000|2026-01-01T10:30:32.500Z",
                "1767263432500000000|2026-01-01T10:30:32.500Z",
                "'1767263432'|2026-01-01T10:30:32Z",
                "'+99999-01-01T00:00:00Z'|",
                "'99999-01-01T00:00:00Z'|",
                "'9999-12-31T23:59:59Z'|",
                "'1970-01-01T00:00:00Z'|",
                "'-001-01-01T00:00:00Z'|",
                "'2026-13-01T00:00:00Z'|",
                "'soon'|",
                "''|",
                "0|",
                "-1|",
                "1e999999999|",
                "1e-999999999|",
                "99999999999999999999999|",
                "1767263432500000000000|",
                "null|",
                "true|",
                "{}|",
                "['2026-01-01T10:30:32Z']|",
            })
    void aTimeIsReadInEachFormThatCanBeMeant(String said, @Nullable Instant time) {
        assertThat(read("'completed_at':" + said).completedAt()).isEqualTo(time);
    }

    @Test
    void aTimeIsReadUpToItsLongest() {
        assertThat(read("'completed_at':'2026-01-01T10:30:32.%sZ'".formatted("5".repeat(43)))
                        .completedAt())
                .isEqualTo("2026-01-01T10:30:32.555555Z");
        assertThat(read("'completed_at':'2026-01-01T10:30:32.%sZ'".formatted("5".repeat(44)))
                        .completedAt())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'Succeeded'|succeeded", "' canceled'|canceled", "'cancelled'|canceled", "'queued'|queued",
                "''|", "7|", "null|", "{}|"
            })
    void aStatusIsReadInAnyCase(String said, @Nullable String status) {
        assertThat(read("'status':" + said).status()).isEqualTo(status);
    }

    @Test
    void aStatusIsReadUpToItsLongest() {
        assertThat(read("'status':'%s'".formatted("x".repeat(200))).status()).isEqualTo("x".repeat(200));
        assertThat(read("'status':'%s'".formatted("x".repeat(201))).status()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "7", "null", "''", "'a/b'", "'a b'", "'\\u0000'", "'..'", "['p1']"})
    void anIdThatCannotStandInAUrlIsNone(String id) {
        assertThat(read("'id':" + id).id()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "true|true",
                "'true'|true",
                "'TRUE'|false",
                "1|true",
                "'1'|true",
                "false|false",
                "'no'|false",
                "null|false",
                "{}|false"
            })
    void dataRemovedMayBeATextOrANumber(String said, boolean removed) {
        assertThat(read("'data_removed':" + said).dataRemoved()).isEqualTo(removed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"7", "'not a uri'", "[['a']]", "{'image':'http://a','seed':42}", "['http://a','a caption']"})
    void anOutputTravelsInWhateverForm(String output) {
        SaidPrediction prediction = read("'output':" + output);

        assertThat(output(read(predictions.write(prediction)))).isEqualTo(output(prediction));
        assertThat(output(prediction).files().size()
                        + output(prediction).values().size())
                .isPositive();
    }

    @Test
    void ofAPredictionOnlyWhatIsNeededTravels() {
        SaidPrediction prediction = read("'status':'succeeded','output':['https://a/b.png'],'error':null,'logs':'%s',"
                        .formatted("x".repeat(5 << 20))
                + "'input':{'prompt':'secret','num_outputs':2},'urls':{'get':'x'},'webhook':'https://v/?context=c',"
                + "'metrics':{'predict_time':1.5,'x':'y'},'completed_at':'2026-01-01T10:30:32Z'");

        assertThat(prediction.isWhole()).isFalse();
        assertThat(new String(predictions.write(prediction), StandardCharsets.UTF_8))
                .isEqualTo(("{'id':'p1',"
                                + "'status':'succeeded','output':['https://a/b.png'],'error':null,"
                                + "'metrics':{'predict_time':1.5},'completed_at':'2026-01-01T10:30:32Z'}")
                        .replace('\'', '"'));
        assertThat(output(prediction).files()).containsOnlyKeys("https://a/b.png");
    }

    @Test
    void whatIsNeededAndSmallTravelsAsItCame() {
        String most = "{\"id\":\"p1\"" + " ".repeat((64 << 10) - 11) + "}";

        assertThat(most).hasSize(64 << 10);
        assertThat(read(most.getBytes(StandardCharsets.UTF_8)).isWhole()).isTrue();
        assertThat(read((most + " ").getBytes(StandardCharsets.UTF_8)).isWhole())
                .isFalse();
    }

    @Test
    void aNumberThatNoReaderTakesDoesNotTravel() {
        SaidPrediction prediction = read("'output':[NaN]");

        assertThat(prediction.isWhole()).isFalse();
        assertThat(new String(predictions.write(prediction), StandardCharsets.UTF_8))
                .isEqualTo("{\"id\":\"p1\",\"output\":[null]}");
    }

    @Test
    void ofMetricsTwentyNumbersTravel() {
        assertThat(metrics(numbers(20)).isWhole()).isTrue();
        assertThat(metrics(numbers(20)).said().path("metrics")).hasSize(20);
        assertThat(metrics(numbers(21)).isWhole()).isFalse();
        assertThat(metrics(numbers(21)).said().path("metrics")).hasSize(20);
        assertThat(metrics("'x':'y'").isWhole()).isFalse();
        assertThat(metrics("'%s':1".formatted("x".repeat(200))).said().path("metrics"))
                .hasSize(1);
        assertThat(metrics("'%s':1".formatted("x".repeat(201))).said().path("metrics"))
                .isEmpty();
    }

    @Test
    void ofAnOutputThatNoRecordHoldsALinkAndASmallFileAreLeft() {
        SaidPrediction prediction =
                read("'output':['https://a/b.png','data:image/png;base64,%s','data:,x','%s','a fox']"
                        .formatted("A".repeat(3_500_000), "x".repeat(4 << 20)));

        byte[] travels = predictions.write(prediction);
        assertThat(travels.length).isLessThan(FitOutput.LARGEST + 1_000);
        PredictionOutput output = output(read(travels));
        assertThat(output).isEqualTo(output(prediction));
        assertThat(output.files().keySet())
                .containsExactly("https://a/b.png", "data:image/png;vsl-omitted=3500000,", "data:,x");
        assertThat(output.values().get("/3").textValue()).startsWith("xxx").endsWith(" …");
        assertThat(output.values().get("/4").textValue()).isEqualTo("a fox");
        assertThat(output.leftOut()).isEqualTo(1);
    }

    @Test
    void ofAFileThatNoRecordHoldsItsSizeIsLeft() {
        SaidPrediction prediction = read("'output':'data:image/png;base64,%s'".formatted("A".repeat(5 << 20)));

        assertThat(output(prediction).files().keySet()).containsExactly("data:image/png;vsl-omitted=5242880,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0001", "\u20ac", "x"})
    void aTextThatNoRecordHoldsIsCut(String character) {
        SaidPrediction prediction = read("'output':'%s'".formatted(character.repeat(4 << 20)));

        assertThat(predictions.write(prediction).length).isLessThan(FitOutput.LARGEST + 1_000);
        assertThat(output(prediction).isWorthKeeping()).isTrue();
        assertThat(output(prediction).leftOut()).isEqualTo(1);
    }

    @Test
    void anOutputOfTooManyPartsIsLeftOutAndItsSizeSaid() {
        SaidPrediction prediction =
                read("'status':'succeeded','output':[%s7]".formatted("'a text of some length',".repeat(200_000)));

        assertThat(prediction.outputTooLarge()).isEqualTo(200_000 * 24 + 2);
        SaidPrediction travelled = read(predictions.write(prediction));
        assertThat(travelled.outputTooLarge()).isEqualTo(prediction.outputTooLarge());
        assertThat(output(travelled).isWorthKeeping()).isFalse();
        assertThat(travelled.withoutOutput().outputTooLarge()).isEqualTo(prediction.outputTooLarge());
        assertThat(read("'output':'data:,x'").withoutOutput().outputTooLarge()).isEqualTo(9);
    }

    @Test
    void namesAndNumbersMakeAnOutputTooLargeAsTextsDo() {
        String numbers = ("7".repeat(40) + ",").repeat(100_000);
        String members =
                IntStream.range(0, 4_000).mapToObj("'%01000d':7"::formatted).collect(Collectors.joining(","));

        assertThat(read("'output':[%s7]".formatted(numbers)).outputTooLarge()).isEqualTo(100_000 * 41 + 2);
        assertThat(read("'output':{%s}".formatted(members)).outputTooLarge()).isEqualTo(4_000 * 1_004);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {"[|]", "{'a':|}"})
    void anOutputIsReadToADepthOf500(String open, String close) {
        assertThat(read("'output':" + open.repeat(500) + "7" + close.repeat(500))
                        .outputLeftOut())
                .isZero();
        assertThat(read("'output':" + open.repeat(501) + "7" + close.repeat(501))
                        .outputLeftOut())
                .isEqualTo(1);
    }

    @Test
    void anInputThatIsDeeperThan32IsNotUnderstood() throws IOException {
        Page page = predictions.page("{'next':null,'results':[{'input':%s7%s},{'input':%s7%s}]}"
                .formatted("{'a':".repeat(32), "}".repeat(32), "{'a':".repeat(33), "}".repeat(33))
                .replace('\'', '"')
                .getBytes(StandardCharsets.UTF_8));

        assertThat(page.results().get(0).input()).isNotNull();
        assertThat(page.results().get(1).input()).isNull();
    }

    @Test
    void whatIsDeeperThanAnyoneMeansIsCounted() {
        SaidPrediction prediction = read("'output':['a fox',%s7%s]".formatted("[".repeat(600), "]".repeat(600)));

        assertThat(output(read(predictions.write(prediction))).leftOut()).isEqualTo(1);
    }

    @Test
    void keysThatStandTwiceBrokenTextsAndDepthStopNothing() {
        SaidPrediction prediction = read("'id':'p2','status':'failed','error':'\\ud800\\u0000','logs':%s,'output':%s"
                .formatted("[".repeat(5_000) + "]".repeat(5_000), "[".repeat(500) + "]".repeat(500)));

        assertThat(prediction.id()).isEqualTo("p2");
        assertThat(read(predictions.write(prediction)).status()).isEqualTo("failed");
    }

    @Test
    void whatIsNoUtf8IsReadAllTheSame() {
        byte[] bytes = "{\"id\":\"p1\",\"status\":\"failed\",\"error\":\"?\"}".getBytes(StandardCharsets.UTF_8);
        bytes[bytes.length - 3] = (byte) 0xff;

        assertThat(predictions.read(bytes).orElseThrow().status()).isEqualTo("failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "7", "{", "{\"id\":\"p1\",\"status\":", "<html>"})
    void whatIsNoObjectIsNoPrediction(String said) {
        assertThat(predictions.read(said.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "{\"results\":{},\"next\":null}",
                "{\"results\":[]}",
                "{\"results\":[],\"next\":7}",
                "{\"results\":[],\"next\":{}}",
                "{\"results\":[{}",
                "{\"next\":null}"
            })
    void whatIsNoListProvesNothing(String said) {
        assertThatThrownBy(() -> predictions.page(said.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aListHasItsItemsWhateverTheyAre() throws IOException {
        Page page = predictions.page(("{'next':null,'results':[null,7,['x'],{'id':'p1','webhook':{'a':1}},"
                        + "{'id':'p2','webhook':null,'input':{'prompt':'x','n':1}},{'id':'p3','input':'gone'}],'previous':{}}")
                .replace('\'', '"')
                .getBytes(StandardCharsets.UTF_8));

        assertThat(page.next()).isNull();
        assertThat(page.results())
                .extracting(it -> it.prediction().id())
                .containsExactly(null, null, null, "p1", "p2", "p3");
        assertThat(page.results())
                .extracting(ReadPrediction.Listed::webhook)
                .containsExactly(null, null, null, "{\"a\":1}", null, null);
        assertThat(page.results().get(4).input()).isNotNull();
        assertThat(page.results().get(5).input()).isNull();
    }

    private SaidPrediction metrics(String members) {
        return read("'metrics':{" + members + "}");
    }

    private static String numbers(int count) {
        return IntStream.range(0, count).mapToObj(i -> "'m" + i + "':1").collect(Collectors.joining(","));
    }

    private static PredictionOutput output(SaidPrediction prediction) {
        return PredictionOutput.of(prediction.output(), prediction.outputLeftOut(), url -> true);
    }

    private SaidPrediction read(String members) {
        return read(("{'id':'p1'," + members + "}").replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private SaidPrediction read(byte[] said) {
        return predictions.read(said).orElseThrow();
    }
}

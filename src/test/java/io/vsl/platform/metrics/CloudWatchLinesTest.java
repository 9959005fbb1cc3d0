package io.vsl.platform.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tags;
import io.vsl.platform.json.JsonConfiguration;
import io.vsl.testing.Http;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Lines as CloudWatch's specification of the embedded metric format wants them. */
class CloudWatchLinesTest {

    private final List<String> lines = new ArrayList<>();
    private final MockClock clock = new MockClock();
    private final CloudWatchLines registry =
            new CloudWatchLines("staging", JsonConfiguration.json(), lines::add, clock);

    @Test
    void aCountHasTheContractsNameAndDimensions() {
        registry.counter("JobsCompleted", "mediaType", "image", "modelId", "sdxl", "application", "vsl")
                .increment(3);

        JsonNode line = published().get(0);
        assertThat(line.path("JobsCompleted").asDouble()).isEqualTo(3);
        assertThat(line.path("deployment").asText()).isEqualTo("staging");
        assertThat(line.path("mediaType").asText()).isEqualTo("image");
        assertThat(line.path("modelId").asText()).isEqualTo("sdxl");
        assertThat(line.has("application")).isFalse();
        assertThat(line.at("/_aws/Timestamp").asLong()).isEqualTo(clock.wallTime());
        JsonNode directive = line.at("/_aws/CloudWatchMetrics/0");
        assertThat(directive.path("Namespace").asText()).isEqualTo("VSL/MediaGeneration");
        assertThat(directive.path("Dimensions").toString())
                .isEqualTo("[[\"deployment\"],[\"deployment\",\"mediaType\",\"modelId\"]]");
        assertThat(directive.at("/Metrics/0/Name").asText()).isEqualTo("JobsCompleted");
        assertThat(directive.at("/Metrics/0/Unit").asText()).isEqualTo("Count");
    }

    @Test
    void whatDidNotHappenInTheMinuteIsNotWritten() {
        registry.counter("JobsFailed", "errorType", "TIMEOUT").increment();
        registry.timer("ProcessingTime");

        assertThat(published()).hasSize(1);
        assertThat(published()).isEmpty();
    }

    @Test
    void aStagesFiguresAreByStageAlone() {
        registry.gauge("vsl.stage.lag", Tags.of("stage", "store"), new AtomicLong(7));

        JsonNode line = published().get(0);
        assertThat(line.path("vsl.stage.lag").asDouble()).isEqualTo(7);
        assertThat(line.at("/_aws/CloudWatchMetrics/0/Dimensions").toString())
                .isEqualTo("[[\"deployment\",\"stage\"]]");
    }

    @Test
    void ofTimesEachIsWritten() {
        List.of(1, 2, 9).forEach(it -> registry.timer("ProcessingTime").record(Duration.ofSeconds(it)));

        assertThat(published()).singleElement().satisfies(line -> {
            assertThat(values(line.path("ProcessingTime"))).containsExactly(1.0, 2.0, 9.0);
            assertThat(line.at("/_aws/CloudWatchMetrics/0/Metrics/0/Unit").asText())
                    .isEqualTo("Seconds");
        });
        assertThat(published()).isEmpty();
    }

    @Test
    void aHundredValuesAreAListAsTheSpecificationHasIt() {
        IntStream.rangeClosed(1, 100)
                .forEach(it -> registry.summary("CacheHitRate").record(it));

        assertThat(values(published().get(0).path("CacheHitRate"))).hasSize(100);
    }

    @Test
    void ofTwoHundredAndFiftyNoneIsCutOff() {
        IntStream.rangeClosed(1, 250)
                .forEach(it -> registry.timer("ProcessingTime").record(Duration.ofMillis((long) it * it)));

        List<JsonNode> written =
                published().stream().map(line -> line.path("ProcessingTime")).toList();
        assertThat(written).hasSizeGreaterThan(1).allSatisfy(it -> {
            assertThat(it.path("Values")).hasSizeBetween(1, 100);
            assertThat(it.path("Counts")).hasSameSizeAs(it.path("Values"));
            assertThat(it.path("Count").asLong()).isEqualTo((long) sum(values(it.path("Counts"))));
            assertThat(it.path("Sum").asDouble()).isCloseTo(product(it), within(1e-6));
            assertThat(values(it.path("Values")))
                    .allMatch(value -> value >= it.path("Min").asDouble()
                            && value <= it.path("Max").asDouble());
        });
        assertThat(total(written, "Count")).isEqualTo(250);
        assertThat(total(written, "Sum")).isCloseTo(250 * 251 * 501 / 6 / 1000.0, within(1e-6));
        assertThat(written.get(0).path("Min").asDouble()).isEqualTo(0.001);
        assertThat(written.get(written.size() - 1).path("Max").asDouble()).isEqualTo(62.5);
        // What a percentile is found by: each of the 250 is told, and wrong by less than 1 %.
        List<Double> told = written.stream().flatMap(CloudWatchLinesTest::each).toList();
        for (int place = 1; place <= 250; place++) {
            assertThat(told.get(place - 1)).isCloseTo(place * place / 1000.0, withinPercentage(1));
        }
    }

    @Test
    void manyThatAreAlikeTakeOneLine() {
        IntStream.range(0, 100_000)
                .forEach(it -> registry.summary("CacheHitRate").record(it % 4 == 0 ? 0 : 1));

        assertThat(published()).singleElement().satisfies(line -> {
            JsonNode rate = line.path("CacheHitRate");
            assertThat(values(rate.path("Values"))).containsExactly(0.0, 1.0);
            assertThat(values(rate.path("Counts"))).containsExactly(25_000.0, 75_000.0);
            assertThat(rate.path("Count").asLong()).isEqualTo(100_000);
            assertThat(rate.path("Sum").asDouble()).isEqualTo(75_000);
        });
    }

    private static double sum(List<Double> values) {
        return values.stream().mapToDouble(it -> it).sum();
    }

    private static double total(List<JsonNode> written, String member) {
        return written.stream().mapToDouble(it -> it.path(member).asDouble()).sum();
    }

    private static double product(JsonNode written) {
        return sum(each(written).toList());
    }

    private static Stream<Double> each(JsonNode written) {
        return IntStream.range(0, written.path("Values").size()).boxed().flatMap(it -> Stream.generate(
                        () -> written.path("Values").get(it).asDouble())
                .limit(written.path("Counts").get(it).asLong()));
    }

    @Test
    void whatIsNotOursIsLeftOut() {
        registry.counter("jvm.gc").increment();
        registry.counter("vsl.replicate.creations", "status", "401").increment();

        assertThat(published()).singleElement().matches(it -> it.has("vsl.replicate.creations"));
    }

    private List<JsonNode> published() {
        lines.clear();
        clock.add(CloudWatchLines.STEP);
        registry.publish();
        return lines.stream().map(Http::json).toList();
    }

    private static List<Double> values(JsonNode array) {
        List<Double> values = new ArrayList<>();
        array.forEach(it -> values.add(it.asDouble()));
        return values;
    }
}

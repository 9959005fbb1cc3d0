package io.vsl.platform.metrics;

import static org.assertj.core.api.Assertions.assertThat;

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
    void ofTimesTheAverageAndTheMaximumAreRight() {
        List.of(1, 2, 9).forEach(it -> registry.timer("ProcessingTime").record(Duration.ofSeconds(it)));

        assertThat(values(published().get(0).path("ProcessingTime"))).containsExactly(9.0, 1.5, 1.5);
    }

    @Test
    void noMoreThanAHundredValuesAreWritten() {
        IntStream.range(0, 1000).forEach(it -> registry.summary("CacheHitRate").record(it % 4 == 0 ? 0 : 1));

        List<Double> values = values(published().get(0).path("CacheHitRate"));
        assertThat(values).hasSize(100);
        assertThat(values.stream().mapToDouble(it -> it).average().orElseThrow())
                .isBetween(0.7499, 0.7501);
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

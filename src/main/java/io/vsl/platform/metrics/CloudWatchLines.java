package io.vsl.platform.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.micrometer.core.instrument.step.StepMeterRegistry;
import io.micrometer.core.instrument.step.StepRegistryConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Our own metrics once a minute as lines of CloudWatch's embedded metric format, which CloudWatch Logs makes metrics of:
 * so they need no permission but that to write logs. Source: AWS's specification of the format.
 *
 * <p>What did not happen in that minute isn't written. Each has the dimension {@code deployment} and its tags; what is
 * not of a stage has the sum by {@code deployment} alone beside it. The format takes values, 100 at most, and no sums
 * of them: of times and ratios it gets the largest, and as often as there were others the mean of these. So the
 * average and the maximum are right, percentiles aren't, and a count is above 100 only as 100.
 */
final class CloudWatchLines extends StepMeterRegistry {

    static final String NAMESPACE = "VSL/MediaGeneration";

    static final Duration STEP = Duration.ofMinutes(1);

    private static final Set<String> OURS = Set.of(
            "JobsStarted",
            "JobsCompleted",
            "JobsFailed",
            "JobsCancelled",
            "ProcessingTime",
            "WebhookLatency",
            "S3UploadTime",
            "DatabaseWriteTime",
            "CacheHitRate");

    private static final String PREFIX = "vsl.";

    private static final int MOST_VALUES = 100;

    private final String deployment;
    private final ObjectMapper json;
    private final Consumer<String> lines;

    CloudWatchLines(String deployment, ObjectMapper json, Consumer<String> lines, Clock clock) {
        super(new EveryMinute(), clock);
        this.deployment = deployment;
        this.json = json;
        this.lines = lines;
        config().meterFilter(MeterFilter.denyUnless(
                id -> OURS.contains(id.getName()) || id.getName().startsWith(PREFIX)));
    }

    private static final class EveryMinute implements StepRegistryConfig {

        @Override
        public String prefix() {
            return "cloudwatch-lines";
        }

        @Override
        public @Nullable String get(String key) {
            return null;
        }

        @Override
        public Duration step() {
            return STEP;
        }
    }

    private record Metric(String unit, Object value) {}

    @Override
    protected TimeUnit getBaseTimeUnit() {
        return TimeUnit.SECONDS;
    }

    @Override
    protected void publish() {
        for (Meter meter : getMeters()) {
            Metric metric = read(meter);
            if (metric != null) {
                lines.accept(line(meter.getId(), metric));
            }
        }
    }

    private @Nullable Metric read(Meter meter) {
        if (meter instanceof Counter counter) {
            return counter.count() == 0 ? null : new Metric("Count", counter.count());
        } else if (meter instanceof Timer timer) {
            HistogramSnapshot taken = timer.takeSnapshot();
            return values("Seconds", taken.count(), taken.total(TimeUnit.SECONDS), taken.max(TimeUnit.SECONDS));
        } else if (meter instanceof DistributionSummary summary) {
            HistogramSnapshot taken = summary.takeSnapshot();
            return values("None", taken.count(), taken.total(), taken.max());
        } else if (meter instanceof Gauge gauge) {
            return Double.isFinite(gauge.value()) ? new Metric("Count", gauge.value()) : null;
        }
        return null;
    }

    private static @Nullable Metric values(String unit, long count, double sum, double max) {
        if (count == 0) {
            return null;
        }
        int weight = (int) Math.min(count, MOST_VALUES);
        double mean = sum / count;
        List<Double> values = new ArrayList<>();
        // The maximum is of more than this minute.
        values.add(count == 1 ? sum : Math.min(max, sum));
        double other = weight == 1 ? 0 : Math.max(0, (weight * mean - values.get(0)) / (weight - 1));
        while (values.size() < weight) {
            values.add(other);
        }
        return new Metric(unit, values);
    }

    private String line(Meter.Id id, Metric metric) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("deployment", deployment);
        boolean ofStage = false;
        for (Tag tag : id.getTags()) {
            if (!tag.getKey().equals("application")) {
                line.put(tag.getKey(), tag.getValue());
                ofStage |= tag.getKey().equals("stage");
            }
        }
        List<String> all = List.copyOf(line.keySet());
        List<List<String>> dimensions = ofStage || all.size() == 1 ? List.of(all) : List.of(List.of("deployment"), all);
        line.put(id.getName(), metric.value());
        line.put(
                "_aws",
                Map.of(
                        "Timestamp",
                        clock.wallTime(),
                        "CloudWatchMetrics",
                        List.of(Map.of(
                                "Namespace",
                                NAMESPACE,
                                "Dimensions",
                                dimensions,
                                "Metrics",
                                List.of(Map.of("Name", id.getName(), "Unit", metric.unit()))))));
        try {
            return json.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}

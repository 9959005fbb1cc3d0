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
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.step.StepDistributionSummary;
import io.micrometer.core.instrument.step.StepMeterRegistry;
import io.micrometer.core.instrument.step.StepRegistryConfig;
import io.micrometer.core.instrument.step.StepTimer;
import java.time.Duration;
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
 * not of a stage has the sum by {@code deployment} alone beside it. Of times and ratios each value is written, in as many
 * lines as that takes: see {@link RecordedValues}.
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

    private static final double NANOS = Duration.ofSeconds(1).toNanos();

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

    /** Keeps what is recorded, which a snapshot of it would not tell. */
    private final class ValuesTimer extends StepTimer {

        private final RecordedValues values = new RecordedValues();

        ValuesTimer(Meter.Id id, DistributionStatisticConfig config, PauseDetector pauses) {
            super(id, CloudWatchLines.this.clock, config, pauses, TimeUnit.SECONDS, STEP.toMillis(), false);
        }

        @Override
        protected void recordNonNegative(long amount, TimeUnit unit) {
            super.recordNonNegative(amount, unit);
            values.add(unit.toNanos(amount) / NANOS);
        }
    }

    /** The same of what is no time. */
    private final class ValuesSummary extends StepDistributionSummary {

        private final RecordedValues values = new RecordedValues();

        ValuesSummary(Meter.Id id, DistributionStatisticConfig config, double scale) {
            super(id, CloudWatchLines.this.clock, config, scale, STEP.toMillis(), false);
        }

        @Override
        protected void recordNonNegative(double amount) {
            super.recordNonNegative(amount);
            values.add(amount);
        }
    }

    @Override
    protected Timer newTimer(Meter.Id id, DistributionStatisticConfig config, PauseDetector pauses) {
        return new ValuesTimer(id, config, pauses);
    }

    @Override
    protected DistributionSummary newDistributionSummary(
            Meter.Id id, DistributionStatisticConfig config, double scale) {
        return new ValuesSummary(id, config, scale);
    }

    @Override
    protected void publish() {
        for (Meter meter : getMeters()) {
            read(meter).forEach(metric -> lines.accept(line(meter.getId(), metric)));
        }
    }

    /** One for each line. */
    private static List<Metric> read(Meter meter) {
        return switch (meter) {
            case Counter counter when counter.count() != 0 -> List.of(new Metric("Count", counter.count()));
            case ValuesTimer timer -> metrics("Seconds", timer.values);
            case ValuesSummary summary -> metrics("None", summary.values);
            case Gauge gauge when Double.isFinite(gauge.value()) -> List.of(new Metric("Count", gauge.value()));
            default -> List.of();
        };
    }

    private static List<Metric> metrics(String unit, RecordedValues recorded) {
        return recorded.take().stream().map(value -> new Metric(unit, value)).toList();
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

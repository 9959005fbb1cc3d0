package io.vsl.bench.reference;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A job event as it was read.
 *
 * @param type    such as {@code job.accepted}
 * @param version orders the events of a job
 * @param job     what the event leaves of the job, its version first
 */
record Event(ConsumerRecord<byte[], byte[]> record, String type, long version, ObjectNode job) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** What events have beside the job's own members. */
    private static final List<String> BESIDE = List.of(
            "parameters",
            "prediction",
            "attempt",
            "startedAt",
            "outputUrls",
            "outputPlaces",
            "values",
            "leftOut",
            "missingOutputs",
            "generatedAt");

    private static final String TYPE_PREFIX = "vsl.";
    private static final long RANK = 10_000_000_000_000L;

    static Event of(ConsumerRecord<byte[], byte[]> record) {
        try {
            ObjectNode value = (ObjectNode) JSON.readTree(record.value());
            String type = header(record, "ce_type").substring(TYPE_PREFIX.length());
            long version = rank(type, value.path("attempt").asInt()) * RANK - record.offset();
            return new Event(
                    record,
                    type,
                    version,
                    JSON.createObjectNode().put("version", version).setAll(value.remove(BESIDE)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int rank(String type, int attempt) {
        return switch (type) {
            case "job.accepted" -> 1;
            case "job.started" -> 2 * attempt;
            case "job.generated" -> 2 * attempt + 1;
            default -> 900;
        };
    }

    /** The newest of each job. */
    static Collection<Event> newest(List<Event> events) {
        Map<String, Event> newest = new HashMap<>();
        events.forEach(event -> newest.merge(event.jobId(), event, (a, b) -> b.version > a.version ? b : a));
        return newest.values();
    }

    String header(String name) {
        return header(record, name);
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    String jobId() {
        return job.path("jobId").textValue();
    }

    /** A member of the job as text; null when it has none. */
    @Nullable
    String text(String member) {
        return job.path(member).asText(null);
    }

    boolean isOutcome() {
        return type.equals("job.completed");
    }

    Instant endedOrCreatedAt() {
        return Instant.parse(job.path(isOutcome() ? "completedAt" : "createdAt").textValue());
    }

    /** The job as JSON. */
    String document() {
        return job.toString();
    }
}

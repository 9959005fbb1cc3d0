package io.vsl.platform.kafka;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.AttemptRequested;
import io.vsl.job.CancelRequested;
import io.vsl.job.Event;
import io.vsl.job.Job;
import io.vsl.job.JobAccepted;
import io.vsl.job.JobCompleted;
import io.vsl.job.JobEvent;
import io.vsl.job.JobRequest;
import io.vsl.job.JobStored;
import io.vsl.job.MediaDeleteRequested;
import io.vsl.job.OutcomeProposed;
import io.vsl.job.StageEvent;
import io.vsl.platform.json.ReadJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Events as records and back: the jobId as key, JSON as value, CloudEvents 1.0 headers in binary mode (Kafka protocol
 * binding, section 3.2) and W3C {@code traceparent} carried on, when it is a {@link TraceParent}.
 */
@Component
public class EventRecords {

    /** The header of how long a job is expected to wait before it is run, in seconds; absent: not at all. */
    public static final String EXPECTED_WAIT = "expected-wait";

    /** The header of the batch that a request is part of: a UUID. */
    public static final String BATCH_ID = "batch-id";

    /** Not the prefix of an installation: a type says the same everywhere. */
    private static final String CE_TYPE_PREFIX = "vsl.";

    private final ObjectMapper json;
    private final Topics topics;

    EventRecords(ObjectMapper json, Topics topics) {
        this.json = json;
        this.topics = topics;
    }

    /** The record of an event that follows from another record. */
    public Outgoing write(StageEvent event, Consumed cause) {
        return write(event, TraceParent.of(cause).orElse(null));
    }

    /** The record of an event that nothing else in the log led to. */
    public Outgoing write(StageEvent event) {
        return write(event, (String) null);
    }

    private Outgoing write(StageEvent event, @Nullable String traceparent) {
        byte[] value = bytes(event);
        // What could not be read as an event is told as none: whoever decided it sets the cause aside.
        StorableValue.require(value, json);
        return record(event, value, traceparent);
    }

    /** The record of the outcome that was proposed so, with the same bytes. */
    public Outgoing completed(JobCompleted outcome, Consumed proposal) {
        return record(outcome, proposal.value(), TraceParent.of(proposal).orElse(null));
    }

    private Outgoing record(Event event, byte[] value, @Nullable String traceparent) {
        String topic =
                switch (event) {
                    case JobStored stored -> topics.jobStored();
                    case OutcomeProposed proposed -> topics.outcomeProposed();
                    case JobEvent told -> topics.of(told.type());
                };
        return record(topic, event.job().jobId(), event.topic(), event.id(), event.time(), value, traceparent);
    }

    /** The record that asks for a compilation, which was accepted so. */
    public Outgoing compilation(JobAccepted accepted, Consumed cause) {
        return handedOn(topics.compilationRequested(), "compilation.requested", accepted, bytes(accepted), cause);
    }

    /** The record by which the files of an accepted job's input are asked for, with the same bytes. */
    public Outgoing inputs(JobAccepted accepted, Consumed cause) {
        return handedOn(topics.inputsRequested(), "inputs.requested", accepted, cause.value(), cause);
    }

    private Outgoing handedOn(String topic, String type, JobAccepted accepted, byte[] value, Consumed cause) {
        UUID jobId = accepted.job().jobId();
        return record(
                topic,
                jobId,
                type,
                jobId + "/" + type.replace('.', '-'),
                accepted.time(),
                value,
                TraceParent.of(cause).orElse(null));
    }

    /** The record that asks for the first attempt of a job that has been prepared, which follows from another record. */
    public Outgoing attempt(JobAccepted prepared, String reason, Consumed cause) {
        AttemptRequested request = AttemptRequested.first(prepared, reason);
        StorableValue.require(bytes(prepared), json);
        return attempt(request, prepared.time(), TraceParent.of(cause).orElse(null));
    }

    /** The record that asks for an attempt. */
    public Outgoing attempt(AttemptRequested request, Instant time, @Nullable String traceparent) {
        String id = request.jobId() + "/attempt-requested/" + request.attempt();
        return record(
                topics.attemptRequested(), request.jobId(), "attempt.requested", id, time, bytes(request), traceparent);
    }

    /** The record that asks for the end of a job. */
    public Outgoing cancel(UUID jobId, CancelRequested request, Instant time, @Nullable String traceparent) {
        return record(
                topics.cancelRequested(),
                jobId,
                "job.cancel-requested",
                jobId + "/cancel-requested",
                time,
                bytes(request),
                traceparent);
    }

    /** The record that asks for a job's files to go, which follows from another record. */
    public Outgoing mediaDelete(MediaDeleteRequested request, Instant time, Consumed cause) {
        return mediaDelete(request, time, TraceParent.of(cause).orElse(null));
    }

    /** The record that asks for a job's files to go. */
    public Outgoing mediaDelete(MediaDeleteRequested request, Instant time, @Nullable String traceparent) {
        UUID jobId = request.job().jobId();
        byte[] value = bytes(request);
        StorableValue.require(value, json);
        return record(
                topics.mediaDeleteRequested(),
                jobId,
                "media.delete-requested",
                jobId + "/media-delete-requested",
                time,
                value,
                traceparent);
    }

    /** The record of a request for that job, which is expected to wait so long before it is run. */
    public Outgoing request(Job job, JobRequest request, Duration wait, @Nullable String traceparent) {
        Outgoing outgoing = record(
                topics.jobRequested(),
                job.jobId(),
                "job.requested",
                job.jobId() + "/requested",
                job.createdAt(),
                bytes(request),
                traceparent);
        Map<String, String> headers = new HashMap<>();
        if (!wait.isZero()) {
            headers.put(EXPECTED_WAIT, Long.toString(wait.toSeconds()));
        }
        UUID batchId = job.batchId();
        if (batchId != null) {
            headers.put(BATCH_ID, batchId.toString());
        }
        return headers.isEmpty() ? outgoing : with(outgoing, headers);
    }

    private static Outgoing with(Outgoing outgoing, Map<String, String> headers) {
        Map<String, Object> all = new HashMap<>(outgoing.headers());
        all.putAll(headers);
        return new Outgoing(outgoing.topic(), outgoing.key(), outgoing.value(), all);
    }

    /** The record of what Replicate says of a prediction, as it says it. */
    public Outgoing report(
            UUID jobId,
            String id,
            Instant time,
            byte[] prediction,
            @Nullable String traceparent,
            Map<String, String> headers) {
        return with(
                record(topics.predictionReported(), jobId, "prediction.reported", id, time, prediction, traceparent),
                headers);
    }

    private Outgoing record(
            String topic,
            UUID jobId,
            String type,
            String id,
            Instant time,
            byte[] value,
            @Nullable String traceparent) {
        Map<String, Object> headers = new HashMap<>(Map.of(
                "ce_specversion",
                "1.0",
                "ce_id",
                id,
                "ce_type",
                CE_TYPE_PREFIX + type,
                "ce_source",
                "/vsl",
                "ce_time",
                time.toString(),
                "ce_subject",
                jobId.toString(),
                "content-type",
                "application/json"));
        topics.schema(type).ifPresent(schema -> headers.put("ce_dataschema", schema));
        TraceParent.of(traceparent).ifPresent(valid -> headers.put(TraceParent.HEADER, valid));
        return new Outgoing(topic, jobId.toString().getBytes(StandardCharsets.UTF_8), value, headers);
    }

    private byte[] bytes(Object value) {
        try {
            return json.writeValueAsBytes(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What the record's value says, as JSON.
     *
     * @throws InvalidRecord when it isn't of that kind
     */
    public <T> T read(Consumed consumed, Class<T> kind) {
        try {
            T value = json.readValue(consumed.value(), kind);
            if (value == null) {
                throw new InvalidRecord("the value is JSON null");
            }
            return value;
        } catch (JacksonException e) {
            throw new InvalidRecord("not a %s: %s".formatted(kind.getSimpleName(), ReadJson.reason(e)));
        } catch (IOException | NumberFormatException e) {
            // The parser's too, of bytes that no text has, or an exponent that no number has.
            throw new InvalidRecord("not a %s: is not JSON".formatted(kind.getSimpleName()));
        }
    }

    /**
     * The event of that kind in a record. All who read events go by this, so that what is an event to one is one to all.
     *
     * @throws InvalidRecord when it isn't one: of another form, under another key, or with what a store can't hold
     */
    public <E extends Event> E readEvent(Consumed consumed, Class<E> kind) {
        E event = read(consumed, kind);
        requireKey(consumed, event.job());
        StorableValue.require(consumed.value(), json);
        return event;
    }

    /**
     * That the record stands under the key of its job: under another it would not be in the order of the job's events.
     *
     * @throws InvalidRecord when it doesn't
     */
    public static void requireKey(Consumed consumed, Job job) {
        byte[] key = consumed.key();
        if (key == null
                || !new String(key, StandardCharsets.UTF_8).equals(job.jobId().toString())) {
            throw new InvalidRecord("The key must be the jobId of the value");
        }
    }

    /**
     * The event in a record of any of the {@code job.*} topics that tell of events.
     *
     * @throws InvalidRecord when it isn't one
     */
    public JobEvent read(Consumed consumed) {
        return readEvent(consumed, topics.eventType(consumed.topic()).eventClass());
    }
}

package io.vsl.notify;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.batch.Batches;
import io.vsl.batch.JobBatch;
import io.vsl.delivery.Deliveries;
import io.vsl.delivery.Deliveries.Made;
import io.vsl.delivery.Notice;
import io.vsl.delivery.UnderWay;
import io.vsl.delivery.WebhookEvent;
import io.vsl.job.Job;
import io.vsl.job.JobCompleted;
import io.vsl.job.JobStatus;
import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.stage.Batch;
import io.vsl.platform.stage.PolledRecord;
import io.vsl.platform.url.InvalidUrl;
import io.vsl.platform.url.WebUrl;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The outcomes of a poll become deliveries, and so do the ends of batches. Read again, they become none. */
@Component("noteOutcomes")
public class NoteOutcomes {

    private final EventRecords records;
    private final Deliveries deliveries;
    private final Batches batches;
    private final SendDue sendDue;
    private final TransactionTemplate transaction;
    private final ObjectMapper json;
    private final Duration lease;

    NoteOutcomes(
            EventRecords records,
            Deliveries deliveries,
            Batches batches,
            SendDue sendDue,
            TransactionTemplate transaction,
            ObjectMapper json,
            NotifyProperties properties) {
        this.records = records;
        this.deliveries = deliveries;
        this.batches = batches;
        this.sendDue = sendDue;
        this.lease = properties.lease();
        this.transaction = transaction;
        this.json = json;
    }

    /** What is to be noted of one record; no notice of a refused request that did not say whose it was. */
    private record Noted(Job job, List<Notice> notices) {}

    /** What {@code batch.completed} says. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Ended(
            UUID batchId,
            int total,
            @JsonUnwrapped JobBatch.Ended ended,
            @Nullable ObjectNode metadata,
            Instant createdAt,
            @Nullable Instant completedAt) {}

    /** What is no outcome is a dead letter. */
    public void note(Batch batch) {
        List<PolledRecord> open = batch.open();
        List<Noted> noted = batch.map(polled -> noted(polled.consumed()));
        List<Notice> notices =
                noted.stream().flatMap(each -> each.notices().stream()).toList();
        Map<UUID, Job> jobs =
                noted.stream().map(Noted::job).collect(Collectors.toMap(Job::jobId, job -> job, (one, same) -> one));
        Map<UUID, JobStatus> ofBatches = jobs.values().stream()
                .filter(job -> job.batchId() != null)
                .collect(Collectors.toMap(Job::jobId, Job::status));
        sendDue.note(
                underWay -> ofBatches.isEmpty()
                        ? deliveries.note(notices, underWay, lease)
                        : Objects.requireNonNull(
                                transaction.execute(begun -> noteWithBatches(notices, ofBatches, underWay))),
                jobId -> Objects.requireNonNull(jobs.get(jobId)));
        open.stream().filter(PolledRecord::isOpen).forEach(polled -> polled.finish(List.of()));
    }

    private Made noteWithBatches(List<Notice> notices, Map<UUID, JobStatus> ofBatches, UnderWay underWay) {
        Made ofJobs = deliveries.note(notices, underWay, lease);
        List<Notice> ended = batches.end(ofBatches).stream().map(this::ended).toList();
        // Taken by the next look, which knows what is under way by then.
        Made ofEnded = deliveries.note(ended, underWay.full(), lease);
        return new Made(ofJobs.taken(), ofJobs.isMoreDue() || ofEnded.isMoreDue());
    }

    private Noted noted(Consumed consumed) {
        JobCompleted completed = records.readEvent(consumed, JobCompleted.class);
        Job job = completed.job();
        String userId = job.userId();
        return new Noted(
                job,
                userId == null
                        ? List.of()
                        : List.of(notice(
                                job.jobId(),
                                userId,
                                WebhookEvent.of(completed.outcome()),
                                job.webhookUrl(),
                                new String(consumed.value(), StandardCharsets.UTF_8))));
    }

    private Notice ended(JobBatch batch) {
        try {
            String document = json.writeValueAsString(new Ended(
                    batch.batchId(),
                    batch.total(),
                    batch.ended(),
                    batch.metadata(),
                    batch.createdAt(),
                    batch.completedAt()));
            return notice(batch.batchId(), batch.userId(), WebhookEvent.BATCH_COMPLETED, batch.webhookUrl(), document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A batch is always JSON", e);
        }
    }

    private static Notice notice(UUID id, String userId, WebhookEvent event, @Nullable String url, String document) {
        String host = host(url);
        return new Notice(id, userId, event, host == null ? null : url, host, document);
    }

    /** Null too of what is no URL, which only the record of another can have. */
    private static @Nullable String host(@Nullable String url) {
        try {
            return url == null ? null : WebUrl.parse(url).authority();
        } catch (InvalidUrl e) {
            return null;
        }
    }
}

package io.vsl.notify;

import io.vsl.delivery.Deliveries;
import io.vsl.delivery.Notice;
import io.vsl.delivery.WebhookEvent;
import io.vsl.job.Job;
import io.vsl.job.JobCompleted;
import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.stage.Batch;
import io.vsl.platform.stage.PolledRecord;
import io.vsl.platform.url.InvalidUrl;
import io.vsl.platform.url.WebUrl;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The outcomes of a poll become deliveries. Read again, they become none. */
@Component("noteOutcomes")
public class NoteOutcomes {

    private final EventRecords records;
    private final Deliveries deliveries;

    NoteOutcomes(EventRecords records, Deliveries deliveries) {
        this.records = records;
        this.deliveries = deliveries;
    }

    /** What is no outcome is a dead letter. */
    public void note(Batch batch) {
        List<PolledRecord> open = batch.open();
        deliveries.note(batch.map(polled -> notice(polled.consumed())).stream()
                .flatMap(List::stream)
                .toList());
        open.stream().filter(PolledRecord::isOpen).forEach(polled -> polled.finish(List.of()));
    }

    /** None of a refused request that did not say whose it was. */
    private List<Notice> notice(Consumed consumed) {
        JobCompleted completed = records.readEvent(consumed, JobCompleted.class);
        Job job = completed.job();
        String userId = job.userId();
        if (userId == null) {
            return List.of();
        }
        String url = job.webhookUrl();
        String host = host(url);
        return List.of(new Notice(
                job.jobId(),
                userId,
                WebhookEvent.of(completed.outcome()),
                host == null ? null : url,
                host,
                new String(consumed.value(), StandardCharsets.UTF_8)));
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

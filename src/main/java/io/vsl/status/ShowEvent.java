package io.vsl.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.Job;
import io.vsl.platform.aws.JobViews;
import io.vsl.platform.feed.FeedEvent;
import io.vsl.platform.http.EventText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Events as streams have them: the job as {@code GET /status} shows it. Of an event that goes to many it is made once. */
@Component
class ShowEvent {

    private static final String RESYNC = "resync";

    private static final byte[] RESYNC_OF_MANY =
            "event: resync\ndata: {\"message\":\"Events may be missing; look at GET /jobs\"}\n\n"
                    .getBytes(StandardCharsets.UTF_8);

    private final JobViews views;
    private final ObjectMapper json;
    /** Links in it work for longer. */
    private static final long SHOWN_FOR = Duration.ofSeconds(5).toNanos();

    private volatile Shown last = new Shown(null, new byte[0], System.nanoTime());

    ShowEvent(JobViews views, ObjectMapper json) {
        this.views = views;
        this.json = json;
    }

    private record Shown(@Nullable Job job, byte[] data, long at) {}

    /** @param id by which the stream is resumed after it */
    byte[] text(FeedEvent event, String id) {
        return EventText.of(id, event.type().value(), data(event.job()));
    }

    /** Events may be missing before this; with the job as it is. */
    byte[] resync(Job job, String id) {
        return EventText.of(id, RESYNC, data(job));
    }

    /** Events of any jobs may be missing before this. */
    byte[] resync() {
        return RESYNC_OF_MANY;
    }

    private byte[] data(Job job) {
        Shown shown = last;
        long now = System.nanoTime();
        if (job.equals(shown.job()) && now - shown.at() < SHOWN_FOR) {
            return shown.data();
        }
        try {
            byte[] data = json.writeValueAsBytes(views.of(job));
            last = new Shown(job, data, now);
            return data;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A job is always JSON", e);
        }
    }
}

package io.vsl.erase;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.Job;
import io.vsl.job.JobSnapshot;
import io.vsl.job.MediaDeleteRequested;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.postgres.Columns;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Asks for the files of completed jobs to go that were kept for as long as they are to be. */
@Component("expireMedia")
public class ExpireMedia {

    private static final Logger LOG = LoggerFactory.getLogger(ExpireMedia.class);

    private final RetentionProperties properties;
    private final EventRecords records;
    private final ObjectMapper json;
    private final Clock clock;

    ExpireMedia(RetentionProperties properties, EventRecords records, ObjectMapper json, Clock clock) {
        this.properties = properties;
        this.records = records;
        this.json = json;
        this.clock = clock;
    }

    public Round round() {
        return new Round(
                properties.byType(), properties.limit(), properties.lease().toSeconds());
    }

    /** With what expired.sql answered. */
    public Expired taken(Round round, List<Map<String, Object>> rows) throws JsonProcessingException {
        List<Outgoing> wanted = new ArrayList<>();
        for (Map<String, Object> row : rows) {
            String document = Columns.value(row, "document", String.class);
            wanted.add(wanted(json.readValue(document, JobSnapshot.class).job()));
        }
        if (!wanted.isEmpty()) {
            LOG.atInfo()
                    .addKeyValue("action", "expire")
                    .addKeyValue("jobs", wanted.size())
                    .log("Files were kept for long enough");
        }
        return new Expired(wanted);
    }

    private Outgoing wanted(Job job) {
        return records.mediaDelete(
                MediaDeleteRequested.wanted(job, "kept for as long as it is to be"), clock.instant(), (String) null);
    }
}

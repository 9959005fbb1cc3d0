package io.vsl.sinks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.JobSnapshot;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** The parameters of sink-postgres.sql: an array for each column. */
@Component("postgresRows")
class PostgresRows {

    private final ObjectMapper json;

    PostgresRows(ObjectMapper json) {
        this.json = json;
    }

    public Map<String, Object> of(Fold fold) throws JsonProcessingException {
        List<Fold.Entry> entries = fold.entries();
        return Map.of(
                "eventIds", texts(entries, entry -> entry.event().id()),
                "jobIds", texts(entries, entry -> entry.event().job().jobId().toString()),
                "types", texts(entries, entry -> entry.event().type().value()),
                "times", texts(entries, entry -> entry.event().time().toString()),
                "records", texts(entries, entry -> new String(entry.consumed().value(), StandardCharsets.UTF_8)),
                "topics", texts(entries, entry -> entry.consumed().topic()),
                "partitions", entries.stream().mapToInt(entry -> entry.consumed().partition()).toArray(),
                "offsets", entries.stream().mapToLong(entry -> entry.consumed().offset()).toArray(),
                "snapshots", snapshots(fold));
    }

    private String[] snapshots(Fold fold) throws JsonProcessingException {
        String[] documents = new String[fold.snapshots().size()];
        int i = 0;
        for (JobSnapshot snapshot : fold.snapshots()) {
            documents[i++] = json.writeValueAsString(snapshot);
        }
        return documents;
    }

    private static String[] texts(List<Fold.Entry> entries, Function<Fold.Entry, String> column) {
        return entries.stream().map(column).toArray(String[]::new);
    }
}

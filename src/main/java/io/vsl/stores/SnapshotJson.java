package io.vsl.stores;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.JobSnapshot;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Snapshots as the JSON that stores keep. */
final class SnapshotJson {

    private final ObjectMapper json;

    SnapshotJson(ObjectMapper json) {
        this.json = json;
    }

    String write(JobSnapshot snapshot) {
        try {
            return json.writeValueAsString(snapshot);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    JobSnapshot read(String document) throws JsonProcessingException {
        return json.readValue(document, JobSnapshot.class);
    }

    /** Empty when there is none, or something else stands in its place. */
    Optional<JobSnapshot> find(@Nullable String document) {
        try {
            return document == null ? Optional.empty() : Optional.of(read(document));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}

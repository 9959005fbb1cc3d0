package io.vsl.platform.aws;

import io.vsl.job.InputFolder;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Links to files that are inputs: for a provider to read one, and for a user to write one. */
@Component
public class InputLinks {

    private final PresignLink presignLink;
    private final InputProperties properties;
    private final Clock clock;

    InputLinks(PresignLink presignLink, InputProperties properties, Clock clock) {
        this.presignLink = presignLink;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * Where a user may put a file.
     *
     * @param headers that have to go with it, by name
     */
    public record Place(String url, Map<String, String> headers, Instant expiresAt) {}

    /** For as long as a provider may need it; made for each attempt anew. */
    public String toRead(String key) {
        return presignLink.toRead(key, properties.linkTtl());
    }

    /** @param size bytes that the file must have; null: any */
    public Place toWrite(String userId, UUID id, String contentType, @Nullable Long size) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", contentType);
        if (size != null) {
            headers.put("Content-Length", size.toString());
        }
        Instant expiresAt = clock.instant().truncatedTo(ChronoUnit.SECONDS).plus(properties.uploadTtl());
        return new Place(
                presignLink.toWrite(InputFolder.ofUpload(userId, id), headers, properties.uploadTtl()),
                Map.copyOf(headers),
                expiresAt);
    }

    /** Bytes that a file may have at most. */
    public long maxSize() {
        return properties.maxSize().toBytes();
    }
}

package io.vsl.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a compilation is made of: videos of jobs of one user, one after the other. It is a job like any other, made by VSL
 * itself and not by a provider: it has no prediction, and one attempt.
 *
 * @param jobIds     of the videos, in their order; one may come twice
 * @param audioJobId of the sound that is heard; null: that of the videos
 * @param crossfade  seconds for which one goes over into the next; null: they only follow one another
 */
public record Compilation(
        List<UUID> jobIds,
        @Nullable UUID audioJobId,
        @Nullable BigDecimal crossfade) {

    /** What stands in place of a model; models.json can't have one of that name. */
    public static final String MODEL_ID = "compilation";

    /** What stands in place of a provider. */
    public static final String MAKER = "vsl";

    /** What stands in place of a path at a provider. */
    public static final String PATH = "/compilations";

    /** Whichever way it ends: so its events have the same sequence, whoever tells them. */
    public static final int ATTEMPT = 1;

    public static final int MOST = 100;

    /** Of a cross-fade, in seconds. */
    public static final BigDecimal LONGEST = BigDecimal.TEN;

    public Compilation {
        jobIds = List.copyOf(jobIds);
    }

    public static boolean isOne(Job job) {
        return MODEL_ID.equals(job.modelId()) && job.mediaType() == MediaType.VIDEO;
    }

    /**
     * As it stands in a job's parameters: {@code {"jobIds":["…"],"audioJobId":"…","transition":{"type":"crossfade",
     * "duration":0.5}}}.
     *
     * @throws IllegalArgumentException when they are none that were checked
     */
    public static Compilation of(ObjectNode parameters) {
        List<UUID> jobIds = new ArrayList<>();
        for (JsonNode jobId : parameters.path("jobIds")) {
            jobIds.add(JobIds.of(jobId.asText()));
        }
        Storable.require(!jobIds.isEmpty() && jobIds.size() <= MOST, "jobIds", "must be 1 to " + MOST);
        JsonNode audio = parameters.get("audioJobId");
        JsonNode duration = parameters.at("/transition/duration");
        BigDecimal crossfade = duration.isNumber() ? duration.decimalValue() : null;
        Storable.require(
                crossfade == null || crossfade.compareTo(BigDecimal.ZERO) > 0 && crossfade.compareTo(LONGEST) <= 0,
                "transition",
                "must be of at most %s seconds".formatted(LONGEST));
        return new Compilation(jobIds, audio == null ? null : JobIds.of(audio.asText()), crossfade);
    }

    /** What it is made of, each job once, by the name that it has in the request: {@code jobIds[2]}. */
    public List<Source> sources() {
        List<Source> sources = new ArrayList<>();
        for (UUID jobId : jobIds) {
            if (sources.stream().noneMatch(source -> source.jobId().equals(jobId))) {
                sources.add(new Source("jobIds[%d]".formatted(jobIds.indexOf(jobId)), jobId, MediaType.VIDEO));
            }
        }
        if (audioJobId != null) {
            sources.add(new Source("audioJobId", audioJobId, MediaType.AUDIO));
        }
        return sources;
    }

    /**
     * A job that it is made of.
     *
     * @param kind of which its first file has to be
     */
    public record Source(String name, UUID jobId, MediaType kind) {

        public Source {
            Objects.requireNonNull(kind, "kind");
        }
    }
}

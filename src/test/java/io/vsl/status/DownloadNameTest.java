package io.vsl.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vsl.job.Estimate;
import io.vsl.job.Job;
import io.vsl.job.JobRequest;
import io.vsl.job.MediaType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DownloadNameTest {

    private static final UUID ID = UUID.fromString("01a202fd-2a54-7455-9e2a-973fdd51b331");

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "flux-schnell original.webp flux-schnell-2026-01-01-<id>.webp",
                "flux-schnell original-1.webp flux-schnell-2026-01-01-<id>-1.webp",
                "flux-schnell thumbnail.jpg flux-schnell-2026-01-01-<id>-thumbnail.jpg",
                "flux-schnell thumbnail-1.jpg flux-schnell-2026-01-01-<id>-thumbnail-1.jpg",
                "musicgen output.txt musicgen-2026-01-01-<id>-output.txt",
                "musicgen metadata.json musicgen-2026-01-01-<id>-metadata.json",
                "a/b\"c;d\\e original.png a-b-c-d-e-2026-01-01-<id>.png",
                "../.x original.png --.x-2026-01-01-<id>.png",
            })
    void aFileIsCalledByItsModelItsDayAndItsJob(String modelId, String file, String name) {
        assertThat(DownloadName.of(job(modelId), file)).isEqualTo(name.replace("<id>", ID.toString()));
    }

    private static Job job(String modelId) {
        return Job.pending(
                ID,
                new JobRequest("user123", MediaType.IMAGE, modelId, JsonNodeFactory.instance.objectNode(), null, null),
                Instant.parse("2026-01-01T23:59:59Z"),
                new Estimate(BigDecimal.ONE, BigDecimal.ONE, null, List.of()));
    }
}

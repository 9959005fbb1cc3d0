package io.vsl.platform.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.job.Job;
import io.vsl.job.JobHistories;
import io.vsl.job.JobResult;
import io.vsl.platform.json.JsonConfiguration;
import io.vsl.testing.TestJobs;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JobViewsTest {

    private static final Instant CREATED = Instant.parse("2026-01-01T10:30:00Z");

    @Test
    void aJobLeadsToItsFilesUntilTheyAreGoneAndThenToNone() {
        Job job = TestJobs.pending(UUID.randomUUID(), CREATED)
                .processing("p1", 1)
                .completed(
                        new JobResult("images/user123/x", List.of(JobHistories.image()), Map.of(), List.of(), 0),
                        CREATED);

        JsonNode before = view(job);
        JsonNode after = view(job.withoutMedia(CREATED.plusSeconds(9)));

        assertThat(before.at("/result/originalUrl").asText())
                .isEqualTo("https://cdn.example.com/images/user123/x/original.png");
        assertThat(after.toString()).doesNotContain("https://").contains("\"mediaDeletedAt\":\"2026-01-01T10:30:09Z\"");
        for (String fact : List.of("contentType", "fileSize", "sha256", "width", "height", "s3Path")) {
            assertThat(after.at("/result/outputs/0/" + fact))
                    .as(fact)
                    .isEqualTo(before.at("/result/outputs/0/" + fact));
        }
    }

    private static JsonNode view(Job job) {
        return JsonConfiguration.json().valueToTree(TestViews.behindCdn().of(job));
    }
}

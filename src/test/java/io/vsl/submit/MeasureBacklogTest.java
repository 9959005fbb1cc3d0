package io.vsl.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.platform.redis.RateLimit;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.NeedsServers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@NeedsServers
class MeasureBacklogTest {

    private static final String REQUEST = """
            {"userId":"user123","mediaType":"image","modelId":"flux-schnell","prompt":"in a queue"}""";

    private final Application application = Application.shared();
    private final Client client = new Client(application.url());
    private final MeasureBacklog backlog = application.bean(MeasureBacklog.class);

    @Test
    void aJobThatWillWaitSaysSoAndIsTheSameInItsStatus() {
        application.bean(RateLimit.class).pause(RateLimit.CREATIONS, Duration.ofSeconds(9));
        backlog.measure();

        JsonNode accepted = client.submit(REQUEST).body();
        JsonNode job = client.awaitOutcome(accepted.path("jobId").asText());

        assertThat(accepted.path("estimatedTime").asInt()).isBetween(5 + 5, 5 + 9);
        assertThat(job.path("estimatedTime")).isEqualTo(accepted.path("estimatedTime"));
        assertThat(job.path("status").asText()).isEqualTo("completed");
    }

    @Test
    void withNothingToWaitForItIsTheModelsOwnTime() {
        backlog.measure();

        assertThat(client.submit(REQUEST).body().path("estimatedTime").asInt()).isEqualTo(5);
    }
}

package io.vsl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Jobs from the request to the outcome, through the real routes and servers. */
@NeedsServers
class PipelineTest {

    private final Application application = Application.shared();
    private final Client client = new Client(application.url());

    @Test
    void aRequestOverRestBecomesAStoredImage() {
        String jobId = client.submitted("""
                {"userId":"user123","mediaType":"image","modelId":"flux-schnell","parameters":{"prompt":"a fox"}}""");

        JsonNode job = client.awaitOutcome(jobId);

        assertThat(job.path("status").asText()).isEqualTo("completed");
        assertThat(job.at("/result/contentType").asText()).isEqualTo("image/webp");
    }

    @Test
    void aRecordOnJobRequestedGoesTheSameWay() throws Exception {
        String jobId = UUID.randomUUID().toString();
        Log.produce(application.topic("job.requested"), jobId, """
                {"userId":"user123","mediaType":"audio","modelId":"musicgen","parameters":{"prompt":"rain","duration":2}}""");

        JsonNode job =
                new ObjectMapper().readTree(Log.value(Log.await(application.topic("job.completed"), Log.key(jobId))));

        assertThat(job.path("status").asText()).isEqualTo("completed");
        assertThat(job.at("/result/outputs/0/contentType").asText()).startsWith("audio/");
    }
}

package io.vsl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.testing.Client;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.VslProcess;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Stages in processes of their own. */
@NeedsServers
class StagesTest {

    @Test
    void twoProcessesOfDifferentStagesFinishAJobTogether() {
        String prefix = "t" + UUID.randomUUID().toString().substring(0, 8);
        try (VslProcess edge = VslProcess.start(Map.of(
                        "VSL_TOPIC_PREFIX", prefix, "VSL_STAGES", "setup,submit,webhook,status,settle,sink-redis"));
                VslProcess worker = VslProcess.start(Map.of(
                        "VSL_TOPIC_PREFIX",
                        prefix,
                        "VSL_STAGES",
                        "admit,generate,inputs,store,render,conclude",
                        "WEBHOOK_BASE_URL",
                        edge.url()))) {
            Client client = new Client(edge.url());
            String jobId = client.submitted("""
                    {"userId":"user123","mediaType":"image","modelId":"flux-schnell","prompt":"two houses"}""");

            JsonNode job = client.awaitOutcome(jobId);

            assertThat(job.path("status").asText()).isEqualTo("completed");
            assertThat(new Client(worker.url()).status(jobId).status()).isEqualTo(404);
        }
    }
}

package io.vsl.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A test can have the simulator give any output. */
class SimulatorTest {

    private final Client client = new Client(Application.shared().url());

    @AfterEach
    void nothingGoesWrongAnyMore() {
        Simulator.clearFaults();
    }

    @Test
    void aFileOfAnotherKindThanTheModelsIsTheOutputOfAJobThoughItComesLate() {
        Simulator.fault("""
                {'on':'prediction','kind':'output','match':{'prompt':'an odd model'},
                 'output':['{{file:clip.gif}}?of=another-kind']}""");
        Simulator.fault("""
                {'on':'delivery','kind':'status','status':503,'times':1,'match':{'file':'clip.gif'}}""");

        JsonNode job = client.awaitOutcome(client.submitted("""
                {"mediaType":"image","modelId":"flux-schnell","parameters":{"prompt":"an odd model"}}"""));

        assertThat(job.path("status").asText()).as(job.toString()).isEqualTo("completed");
        assertThat(job.at("/result/contentType").asText()).isEqualTo("image/gif");
        Simulator.awaitFaults(1);
    }
}

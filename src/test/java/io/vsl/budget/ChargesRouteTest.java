package io.vsl.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Simulator;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What predictions have cost, by what Replicate says of them, from the request to the row. */
@NeedsServers
class ChargesRouteTest {

    private final Application application = Application.shared();
    private final JdbcClient jdbc = application.bean(JdbcClient.class);
    private final Client client = new Client(application.url());
    private final String prompt = "charge " + UUID.randomUUID();

    @AfterEach
    void clear() {
        Simulator.clearFaults();
    }

    @Test
    void outputsArePaidAsManyAsThereAre() {
        JsonNode job = client.awaitOutcome(submit(3));

        assertThat(job.path("price").toString()).isEqualTo("{\"usd\":0.003,\"per\":\"output\",\"units\":3}");
        assertThat(job.path("charge").toString()).isEqualTo("{\"usd\":0.009,\"units\":3,\"source\":\"metered\"}");
        assertThat(job.path("cost").decimalValue()).isEqualByComparingTo("0.009");
        assertThat(charges(job.path("jobId").asText())).containsExactly("output 3.000 0.0090 metered");
    }

    /** Its job has ended before Replicate says whether it has run. */
    @ParameterizedTest
    @CsvSource({"starting, output 0.000 0.0000 metered, 0", "processing, output 2.000 0.0060 estimated, 0.006"})
    void whatIsCancelledBeforeItRunsIsFreeInTheEnd(String stuckIn, String charge, BigDecimal counts) {
        Simulator.fault(
                "{'on':'prediction','kind':'stuck','in':'%s','match':{'prompt':'%s'}}".formatted(stuckIn, prompt));
        String jobId = submit(2);
        await().until(() -> Simulator.status(Simulator.prediction(jobId)).equals(stuckIn));

        client.cancel(jobId);

        assertThat(client.awaitOutcome(jobId).path("status").asText()).isEqualTo("cancelled");
        await().untilAsserted(() -> assertThat(charges(jobId)).containsExactly(charge));
        await().untilAsserted(() -> assertThat(counts(jobId)).isEqualByComparingTo(counts));
    }

    @Test
    void whetherOneThatFailsIsChargedIsUnknownAndNotNothing() {
        Simulator.fault("{'on':'prediction','kind':'fail','error':'odd','match':{'prompt':'%s'}}".formatted(prompt));

        JsonNode job = client.awaitOutcome(submit(1));

        assertThat(job.path("charge").toString()).isEqualTo("{\"source\":\"unknown\"}");
        assertThat(charges(job.path("jobId").asText())).containsExactly("output null null unknown");
    }

    private List<String> charges(String jobId) {
        return jdbc
                .sql("SELECT per, units, usd, source FROM attempt_charges WHERE job_id = CAST(:id AS uuid)")
                .param("id", jobId)
                .query()
                .listOfRows()
                .stream()
                .map(Map::values)
                .map(values ->
                        String.join(" ", values.stream().map(String::valueOf).toList()))
                .toList();
    }

    private BigDecimal counts(String jobId) {
        return jdbc.sql("SELECT charged FROM job_outcomes WHERE job_id = CAST(:id AS uuid)")
                .param("id", jobId)
                .query(BigDecimal.class)
                .single();
    }

    private String submit(int outputs) {
        return client.submitted("""
                {"userId":"user123","mediaType":"image","modelId":"flux-schnell","prompt":"%s",
                 "parameters":{"num_outputs":%d}}""".formatted(prompt, outputs));
    }
}

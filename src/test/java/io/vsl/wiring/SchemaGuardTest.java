package io.vsl.wiring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.kafka.Outgoing;
import io.vsl.testing.SchemaGuard;
import java.util.List;
import java.util.Map;
import org.apache.camel.EndpointInject;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.spring.junit5.MockEndpointsAndSkip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What tests stand on: a record for others that does not fit its schema is noticed, whoever writes it. */
@WithoutServers
@MockEndpointsAndSkip("kafka:.*")
class SchemaGuardTest {

    private static final byte[] KEY = "0190a7a0-0000-7000-8000-000000000001".getBytes(UTF_8);

    @Autowired
    private ProducerTemplate producer;

    @EndpointInject("mock:kafka:named-by-each-record")
    private MockEndpoint kafka;

    @ParameterizedTest
    @ValueSource(strings = {"direct:publish", "direct:publish-async"})
    void aRecordThatDoesNotFitIsWrittenAndNoticed(String route) {
        kafka.reset();

        producer.sendBody(route, List.of(record("vsl.job.completed", "{\"status\":\"gone\"}")));

        assertThat(kafka.getReceivedExchanges()).hasSize(1);
        assertThat(SchemaGuard.faults())
                .anySatisfy(fault -> assertThat(fault).contains("vsl.job.completed: value", "jobId"))
                .anySatisfy(fault -> assertThat(fault).contains("vsl.job.completed: value", "status"))
                .anySatisfy(fault -> assertThat(fault).contains("vsl.job.completed: headers", "ce_dataschema"));
        assertThat(SchemaGuard.faults()).isEmpty();
    }

    @Test
    void whatIsNotForOthersIsNobodysConcern() {
        producer.sendBody(
                "direct:publish",
                List.of(
                        record("vsl.outcome.proposed", "{}"),
                        record("vsl.admit.dead-letter", "no JSON"),
                        record("vsl.admit.retry", "")));

        assertThat(SchemaGuard.faults()).isEmpty();
    }

    private static Outgoing record(String topic, String value) {
        return new Outgoing(topic, KEY, value.getBytes(UTF_8), Map.of());
    }
}

package io.vsl.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PoisonTest {

    private static final String COMPLETED = "vsl.job.completed";

    private final UUID job = UUID.randomUUID();

    @ParameterizedTest
    @EnumSource(Poison.class)
    void everyTopicTakesIt(Poison poison) {
        assertThat(ChaosSchedule.TOPICS).allSatisfy(topic -> {
            ProducerRecord<byte[], byte[]> record = poison.in(topic, job);
            assertThat(record.topic()).isEqualTo(topic);
            assertThat(record.value() == null ? 0 : record.value().length).isLessThan(1_000_000);
        });
    }

    @Test
    void aTimeInSecondsIsLongAgo() {
        assertThat(Instant.ofEpochMilli(Poison.IN_SECONDS.in(COMPLETED, job).timestamp()))
                .isBetween(Instant.parse("1970-01-02T00:00:00Z"), Instant.parse("1970-12-31T00:00:00Z"));
    }

    @Test
    void whatIsSpoiledKeepsItsJobAndStaysJson() throws IOException {
        JsonNode nul = json(Poison.NUL);
        assertThat(nul.path("jobId").asText()).isEqualTo(job.toString());
        assertThat(nul.path("userId").asText()).isEqualTo("user123\0");
        assertThat(json(Poison.LONE_SURROGATE).path("userId").asText()).isEqualTo("user123" + (char) 0xd800);
        assertThat(json(Poison.NULLS).path("createdAt").isNull()).isTrue();
        assertThat(json(Poison.WITHOUT_TIMES).has("completedAt")).isFalse();
        assertThat(json(Poison.FAR_FUTURE).path("completedAt").asText()).startsWith("+99999-");
        assertThat(json(Poison.DOCUMENT).at("/metadata/large").asText()).hasSize(600_000);
        assertThat(new String(Poison.HUGE.in(COMPLETED, job).value())).contains("\"cost\":1e400");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vsl.compilation.requested", "vsl.compile.retry"})
    void whatTheStageOfCompilationsReadsIsACompilation(String topic) {
        ObjectNode good = GoodRecord.of(topic, job);

        assertThat(good.path("modelId").asText()).isEqualTo("compilation");
        assertThat(good.path("mediaType").asText()).isEqualTo("video");
        assertThat(good.at("/parameters/jobIds/1").asText()).isEqualTo(job.toString());
    }

    private JsonNode json(Poison poison) throws IOException {
        return new ObjectMapper().readTree(poison.in(COMPLETED, job).value());
    }
}

package io.vsl.platform.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JsonLineTest {

    private final LoggerContext context = new LoggerContext();
    private final Logger log = context.getLogger("io.vsl.Some");
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final ThrowableProxyConverter causes = new ThrowableProxyConverter();
    private final JsonLine lines = new JsonLine(causes);

    @BeforeEach
    void start() {
        causes.setContext(context);
        causes.start();
        logged.start();
        log.addAppender(logged);
    }

    @Test
    void aLineSaysWhenWhatAndWhere() throws Exception {
        log.info("{} jobs", 3);

        JsonNode line = line();
        assertThat(line.get("timestamp").textValue())
                .isEqualTo(logged.list.get(0).getInstant().toString());
        assertThat(line.get("message").textValue()).isEqualTo("3 jobs");
        assertThat(line.get("logger").textValue()).isEqualTo("io.vsl.Some");
        assertThat(line.get("thread").textValue())
                .isEqualTo(Thread.currentThread().getName());
        assertThat(line.get("level").textValue()).isEqualTo("INFO");
        assertThat(line.size()).isEqualTo(5);
    }

    @Test
    void whatIsSaidBesideKeepsItsType() throws Exception {
        UUID jobId = UUID.randomUUID();
        log.atWarn()
                .addKeyValue("jobId", jobId)
                .addKeyValue("attempt", 2)
                .addKeyValue("bytes", 3_000_000_000L)
                .addKeyValue("left", true)
                .addKeyValue("error", (Object) null)
                .addKeyValue("after", Duration.ofSeconds(1))
                .log("Said");

        JsonNode line = line();
        assertThat(line.get("jobId").textValue()).isEqualTo(jobId.toString());
        assertThat(line.get("attempt").intValue()).isEqualTo(2);
        assertThat(line.get("bytes").longValue()).isEqualTo(3_000_000_000L);
        assertThat(line.get("left").booleanValue()).isTrue();
        assertThat(line.get("error").isNull()).isTrue();
        assertThat(line.get("after").textValue()).isEqualTo("PT1S");
    }

    @Test
    void aCauseComesWithItsTrace() throws Exception {
        log.atError().setCause(new IllegalStateException("so it is")).log("Failed");

        assertThat(line().get("stack_trace").textValue())
                .startsWith("java.lang.IllegalStateException: so it is")
                .contains("JsonLineTest");
    }

    @Test
    void whateverIsSaidItStaysOneLine() throws Exception {
        String said = "a\nb\r\t\"\\\u0000\u2028é\ud83d\ude00";
        log.atInfo().addKeyValue("note", said).log(said);

        byte[] bytes = lines.formatAsBytes(logged.list.get(0), StandardCharsets.UTF_8);
        assertThat(new String(bytes, StandardCharsets.UTF_8)).endsWith("}\n").containsOnlyOnce("\n");
        assertThat(line().get("message").textValue()).isEqualTo(said);
        assertThat(line().get("note").textValue()).isEqualTo(said);
    }

    @Test
    void halfACharacterLosesNoLine() throws Exception {
        log.info("half \ud83d of one");

        assertThat(line().get("message").textValue()).startsWith("half ");
    }

    private JsonNode line() throws Exception {
        return new ObjectMapper().readTree(lines.formatAsBytes(logged.list.get(0), StandardCharsets.UTF_8));
    }
}

package io.vsl.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A store may say in its error what it was given; the log doesn't repeat it. */
@NeedsServers
class NothingSecretIsLoggedTest {

    private static final String PROMPT = "a prompt that nobody else is to read";

    @Test
    void aRowThatPostgresqlRefusesIsNotInTheLog() {
        Lines lines = new Lines();
        try (Installation vsl = Installation.complete()) {
            lines.listen();
            // Of a key that is there already PostgreSQL's error has all, of other values the beginning.
            vsl.database()
                    .execute("CREATE UNIQUE INDEX refused ON job_events ((substring(CAST(value AS text) FROM '%s')))"
                            .formatted(PROMPT));

            for (int i = 0; i < 2; i++) {
                String jobId = vsl.client()
                        .submitted(vsl.request().replaceFirst("\"prompt\":\"[^\"]*", "\"prompt\":\"" + PROMPT));
                Log.await(vsl.topic("job.completed"), Log.key(jobId));
            }
            Awaitility.await("the refusal")
                    .until(() -> lines.all().stream().anyMatch(line -> line.contains("\"refused\""))
                            || !Log.read(vsl.topic("sink-postgres.dead-letter")).isEmpty());
            vsl.database().execute("DROP INDEX refused");
            vsl.awaitDrained();
        } finally {
            lines.leave();
        }

        assertThat(lines.all()).noneMatch(line -> line.contains(PROMPT));
    }

    private static final class Lines extends AppenderBase<ILoggingEvent> {

        private final Queue<String> all = new ConcurrentLinkedQueue<>();

        private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

        void listen() {
            setContext(root.getLoggerContext());
            start();
            root.addAppender(this);
        }

        void leave() {
            root.detachAppender(this);
        }

        Queue<String> all() {
            return all;
        }

        @Override
        protected void append(ILoggingEvent event) {
            all.add(event.getFormattedMessage() + " " + event.getKeyValuePairs() + " "
                    + (event.getThrowableProxy() == null
                            ? ""
                            : ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
    }
}

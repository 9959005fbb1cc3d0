package io.vsl.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vsl.platform.http.Problem;
import io.vsl.platform.http.QueryParameters;
import io.vsl.platform.kafka.Range;
import io.vsl.platform.postgres.Position;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultMessage;

/** Any text is a place in a list, or no cursor. */
class CursorsFuzzTest {

    private static final CamelContext CONTEXT = new DefaultCamelContext();

    @FuzzTest(maxDuration = "1m")
    void anyTextIsAPlaceOrNoCursor(byte[] bytes) {
        for (String cursor : new String[] {
            new String(bytes, StandardCharsets.UTF_8), Base64.getUrlEncoder().encodeToString(bytes)
        }) {
            position(cursor);
            deadLetters(cursor);
        }
    }

    private static void position(String cursor) {
        QueryParameters parameters = parameters(cursor);
        Position place = parameters.cursor(Position::parse, Position.FIRST);
        // PostgreSQL's timestamps begin with the year 1, as we write them.
        assertThat(place.createdAt()).isBetween(Instant.parse("0001-01-01T00:00:00Z"), Position.FIRST.createdAt());
        assertThat(OffsetDateTime.ofInstant(place.createdAt(), ZoneOffset.UTC).getYear())
                .isBetween(1, 9999);
        if (isRight(parameters)) {
            assertThat(Position.parse(place.toString())).isEqualTo(place);
        }
    }

    private static void deadLetters(String cursor) {
        QueryParameters parameters = parameters(cursor);
        DeadLetterCursor place = parameters.cursor(DeadLetterCursor::parse, DeadLetterCursor.FIRST);
        Range shown = place.before("admit", new Range("t.admit.dead-letter", 0, 5, 100));
        assertThat(shown.from()).isBetween(0L, 100L);
        assertThat(shown.to()).isBetween(0L, 100L);
        assertThat(shown.size()).isBetween(0L, 95L);
    }

    private static boolean isRight(QueryParameters parameters) {
        try {
            parameters.check();
            return true;
        } catch (Problem e) {
            return false;
        }
    }

    private static QueryParameters parameters(String cursor) {
        Message message = new DefaultMessage(CONTEXT);
        message.setHeader("cursor", cursor);
        return new QueryParameters(message);
    }
}

package io.vsl.platform.http;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** The header {@code Date} (RFC 9110, section 5.6.7), which is the same for a second. */
@Component
class HttpDate {

    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Clock clock;
    private volatile Written last = written(0);

    HttpDate(Clock clock) {
        this.clock = clock;
    }

    private record Written(long second, String text) {}

    String now() {
        long second = clock.millis() / 1000;
        Written known = last;
        if (known.second() != second) {
            known = written(second);
            last = known;
        }
        return known.text();
    }

    private static Written written(long second) {
        return new Written(second, FORM.format(Instant.ofEpochSecond(second)));
    }
}

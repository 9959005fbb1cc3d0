package io.vsl.provider.replicate;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A time as other programs write it: ISO 8601 with or without a zone (then it is UTC), with a blank for the T, with any
 * fraction; the form of HTTP; or seconds, milli-, micro- or nanoseconds since 1970.
 */
final class ReadTime {

    /** No time of Replicate's is before or after: what seems to be is a mistake. */
    private static final Instant FIRST = Instant.parse("2020-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("2100-01-01T00:00:00Z");

    private static final int LONGEST = 64;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,20}(\\.[0-9]*)?");
    private static final Pattern ISO = Pattern.compile(
            "(\\d{4})-?(\\d\\d)-?(\\d\\d)(?:[Tt_ ]+(\\d\\d):?(\\d\\d)(?::?(\\d\\d)(?:[.,](\\d{1,9})\\d*)?)?)?"
                    + "\\s*([Zz]|UTC|GMT|[+-]\\d\\d(?::?\\d\\d)?)?");

    private ReadTime() {}

    /** Null when it is none, or none that can be meant. */
    static @Nullable Instant of(JsonNode said) {
        String text = said.isTextual() || said.isNumber() ? said.asText().strip() : "";
        if (text.isEmpty() || text.length() > LONGEST) {
            return null;
        }
        try {
            Instant time = said.isNumber()
                    ? sinceEpoch(said.decimalValue())
                    : NUMBER.matcher(text).matches() ? sinceEpoch(new BigDecimal(text)) : parse(text);
            return time.isBefore(FIRST) || !time.isBefore(LAST) ? null : time.truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    private static Instant sinceEpoch(BigDecimal number) {
        if (Math.abs(number.scale()) > LONGEST) {
            throw new ArithmeticException("out of any range");
        }
        int unit = 0;
        // Seconds of 2100 have ten digits, and those of each smaller unit three more.
        for (int digits = number.precision() - number.scale(); digits > 10 && unit < 9; digits -= 3) {
            unit += 3;
        }
        BigDecimal nanos = number.movePointRight(9 - unit).setScale(0, RoundingMode.DOWN);
        long seconds = nanos.movePointLeft(9).setScale(0, RoundingMode.FLOOR).longValueExact();
        return Instant.ofEpochSecond(
                seconds,
                nanos.subtract(BigDecimal.valueOf(seconds).movePointRight(9)).longValueExact());
    }

    private static Instant parse(String text) {
        Matcher iso = ISO.matcher(text);
        if (!iso.matches()) {
            return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
        }
        int nanos = iso.group(7) == null ? 0 : Integer.parseInt((iso.group(7) + "00000000").substring(0, 9));
        // A leap second is the one before it.
        int seconds = number(iso.group(6)) == 60 ? 59 : number(iso.group(6));
        return LocalDateTime.of(
                        number(iso.group(1)),
                        number(iso.group(2)),
                        number(iso.group(3)),
                        number(iso.group(4)),
                        number(iso.group(5)),
                        seconds,
                        nanos)
                .toInstant(zone(iso.group(8)));
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static ZoneOffset zone(@Nullable String zone) {
        return zone == null || Character.isLetter(zone.charAt(0)) ? ZoneOffset.UTC : ZoneOffset.of(zone);
    }
}

package io.vsl.platform.settings;

import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

/** Compares a setting with the bounds of {@link Within}. The message of a violation says what is allowed. */
public class CheckBounds implements ConstraintValidator<Within, Object> {

    private @Nullable Within within;

    @Override
    public void initialize(Within constraint) {
        within = constraint;
    }

    @Override
    public boolean isValid(@Nullable Object value, ConstraintValidatorContext context) {
        Within bounds = Objects.requireNonNull(within);
        if (value == null || isWithin(value, bounds) || isAnyOf(value, List.of(bounds.or()))) {
            return true;
        }
        context.disableDefaultConstraintViolation();
        context.buildConstraintViolationWithTemplate(allowed(bounds)).addConstraintViolation();
        return false;
    }

    private static boolean isWithin(Object value, Within bounds) {
        return compare(value, bounds.from()) >= 0 && (bounds.to().isEmpty() || compare(value, bounds.to()) <= 0);
    }

    private static boolean isAnyOf(Object value, List<String> others) {
        return others.stream().anyMatch(other -> compare(value, other) == 0);
    }

    private static int compare(Object value, String bound) {
        return switch (value) {
            case Duration duration -> duration.compareTo(DurationStyle.detectAndParse(bound));
            case DataSize size -> size.compareTo(DataSize.parse(bound));
            case Number number -> Long.compare(number.longValue(), Long.parseLong(bound));
            default -> throw new IllegalArgumentException("no bounds are known of " + value.getClass());
        };
    }

    /** Such as {@code -1 or 1 to 32767}. */
    static String allowed(Within bounds) {
        String range = bounds.to().isEmpty() ? "at least " + bounds.from() : bounds.from() + " to " + bounds.to();
        return Stream.concat(Stream.of(bounds.or()), Stream.of(range)).collect(Collectors.joining(" or "));
    }
}

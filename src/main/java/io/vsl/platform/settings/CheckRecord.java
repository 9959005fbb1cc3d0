package io.vsl.platform.settings;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.core.ResolvableType;
import org.springframework.util.unit.DataSize;

/** Checks the settings of one record, each by itself, so that all that are wrong are found. */
final class CheckRecord {

    private final Binder binder;
    private final Validator validator;
    private final Faults faults;

    CheckRecord(Binder binder, Validator validator, Faults faults) {
        this.binder = binder;
        this.validator = validator;
        this.faults = faults;
    }

    void check(Class<?> type, String prefix) {
        boolean readable = true;
        for (RecordComponent component : type.getRecordComponents()) {
            String property = prefix + "." + DataObjectPropertyName.toDashedForm(component.getName());
            if (component.getType().isRecord()) {
                check(component.getType(), property);
            } else {
                readable &= !faults.isKnown(property) && checkValue(type, component, property);
            }
        }
        if (readable && Checked.class.isAssignableFrom(type)) {
            ((Checked) binder.bind(prefix, Bindable.of(type)).get()).faults().forEach(faults::add);
        }
    }

    /** Whether it can be read. */
    private boolean checkValue(Class<?> type, RecordComponent component, String property) {
        Object value;
        try {
            value = binder.bind(property, Bindable.of(ResolvableType.forType(component.getGenericType())))
                    .orElse(null);
        } catch (BindException e) {
            faults.add(property, allowed(component), isSecret(type, component));
            return false;
        }
        if (value == null) {
            boolean mayBeNull = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            if (!mayBeNull) {
                faults.add(property, allowed(component), false);
            }
            return mayBeNull;
        }
        validator.validateValue(type, component.getName(), value).stream()
                .findFirst()
                .ifPresent(violation -> faults.add(property, violation.getMessage(), isSecret(violation)));
        return true;
    }

    private boolean isSecret(Class<?> type, RecordComponent component) {
        return Optional.ofNullable(
                        validator.getConstraintsForClass(type).getConstraintsForProperty(component.getName()))
                .stream()
                .flatMap(it -> it.getConstraintDescriptors().stream())
                .anyMatch(constraint -> constraint.getPayload().contains(Secret.class));
    }

    private static boolean isSecret(ConstraintViolation<?> violation) {
        return violation.getConstraintDescriptor().getPayload().contains(Secret.class);
    }

    /** What is allowed of a setting that can't be read. */
    private static String allowed(RecordComponent component) {
        Class<?> type = component.getType();
        String form = type == Duration.class
                ? "a duration, such as 500ms, 30s, 5m or 1h"
                : type == DataSize.class
                        ? "a size, such as 64KB or 5MB"
                        : type == boolean.class
                                ? "true or false"
                                : type.isEnum()
                                        ? Arrays.stream(type.getEnumConstants())
                                                .map(it -> it.toString().toLowerCase(Locale.ROOT))
                                                .collect(Collectors.joining(", "))
                                        : type.isPrimitive() || Number.class.isAssignableFrom(type)
                                                ? "a whole number"
                                                : type == InetAddress.class
                                                        ? "an address of this machine, such as 127.0.0.1 or 0.0.0.0"
                                                        : type == List.class
                                                                ? "durations, separated by commas, such as 0s,5s,5m"
                                                                : "a value that can be read as " + type.getSimpleName();
        Within bounds = field(component).getAnnotation(Within.class);
        return bounds == null ? form : form + ": " + CheckBounds.allowed(bounds);
    }

    private static Field field(RecordComponent component) {
        try {
            return Objects.requireNonNull(component.getDeclaringRecord()).getDeclaredField(component.getName());
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }
}

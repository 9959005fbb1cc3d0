package io.vsl.platform.settings;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The bounds of a number, a {@link java.time.Duration} or a {@link org.springframework.util.unit.DataSize}, written as in
 * application.yaml: {@code 1}, {@code 30s}, {@code 5MB}. Null is valid.
 */
@Documented
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = CheckBounds.class)
public @interface Within {

    /** The smallest value that is allowed. */
    String from();

    /** The largest value that is allowed; empty when there is none. */
    String to() default "";

    /** Values outside the bounds that are allowed too. */
    String[] or() default {};

    /** Made of the bounds. */
    String message() default "";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}

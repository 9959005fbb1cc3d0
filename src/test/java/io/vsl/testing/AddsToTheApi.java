package io.vsl.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A test that adds a stage or a route, which {@code openapi.yaml} can't name. {@link ApiGuard} passes over what it calls. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface AddsToTheApi {}

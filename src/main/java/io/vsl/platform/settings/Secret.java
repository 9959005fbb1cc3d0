package io.vsl.platform.settings;

import jakarta.validation.Payload;

/** Of a constraint on a secret: no message shows the value. */
public interface Secret extends Payload {}

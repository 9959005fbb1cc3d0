/**
 * Camel's content enricher where a step may fail: the body that there was is the body again, so that who catches the
 * failure has what the step was given. Each goes with {@code aggregateOnException: true}.
 */
@NullMarked
package io.vsl.platform.enrich;

import org.jspecify.annotations.NullMarked;

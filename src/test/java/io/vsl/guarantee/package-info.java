/**
 * The invariants of the stage template: real processes against a real broker, which are killed, stopped and starved,
 * and every record is accounted for.
 */
@NullMarked
package io.vsl.guarantee;

import org.jspecify.annotations.NullMarked;

/**
 * VSL beside hand-written programs that do the same, on the same servers and machine, in turns: what counts is the ratio
 * of the medians, never a figure alone.
 */
@NullMarked
package io.vsl.bench;

import org.jspecify.annotations.NullMarked;

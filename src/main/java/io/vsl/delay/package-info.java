/** The stage {@code delay}: brings postponed records back to their stage when they are due. */
@NullMarked
package io.vsl.delay;

import org.jspecify.annotations.NullMarked;

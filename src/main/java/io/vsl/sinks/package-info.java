/** The stores that status is read from, each the fold of the {@code job.*} topics. */
@NullMarked
package io.vsl.sinks;

import org.jspecify.annotations.NullMarked;

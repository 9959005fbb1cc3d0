/** Keeps the stores: each sink is the fold of the {@code job.*} topics into the store of its name. */
@NullMarked
package io.vsl.sinks;

import org.jspecify.annotations.NullMarked;

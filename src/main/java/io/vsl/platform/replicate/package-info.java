/** Replicate: where it is, who we are there, and the context that travels there and back. */
@NullMarked
package io.vsl.platform.replicate;

import org.jspecify.annotations.NullMarked;

/** Replicate: where it is, who we are there, how it is asked, and what it says. */
@NullMarked
package io.vsl.provider.replicate;

import org.jspecify.annotations.NullMarked;

/** A sink that isn't ours: what adding one takes. */
@NullMarked
package io.vsl.files;

import org.jspecify.annotations.NullMarked;

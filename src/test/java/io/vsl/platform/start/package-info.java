/** The tests of setup. */
@NullMarked
package io.vsl.platform.start;

import org.jspecify.annotations.NullMarked;

/** Ends jobs that somebody does not want any more, wherever they are. */
@NullMarked
package io.vsl.cancel;

import org.jspecify.annotations.NullMarked;

/** From a request for media to a file one can keep. */
@NullMarked
package io.vsl;

import org.jspecify.annotations.NullMarked;

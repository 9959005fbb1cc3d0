/** URLs: those of settings, read once, in one way, at start; and those of callers and models, read as browsers do. */
@NullMarked
package io.vsl.platform.url;

import org.jspecify.annotations.NullMarked;

/** The settings that are URLs: read once, in one way, at start. */
@NullMarked
package io.vsl.platform.url;

import org.jspecify.annotations.NullMarked;

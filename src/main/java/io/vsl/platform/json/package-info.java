/** How JSON is read and written. */
@NullMarked
package io.vsl.platform.json;

import org.jspecify.annotations.NullMarked;

/** How settings that are URLs are read. */
@NullMarked
package io.vsl.platform.url;

import org.jspecify.annotations.NullMarked;

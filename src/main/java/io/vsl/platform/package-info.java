/** What all stages stand on. */
@NullMarked
package io.vsl.platform;

import org.jspecify.annotations.NullMarked;

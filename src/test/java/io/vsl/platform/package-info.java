/** What all stages stand on, tested without Camel. */
@NullMarked
package io.vsl.platform;

import org.jspecify.annotations.NullMarked;

/** The event loops that HTTP and Redis share, and the threads beside them for what must wait. */
@NullMarked
package io.vsl.platform.loop;

import org.jspecify.annotations.NullMarked;

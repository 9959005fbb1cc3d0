/** How PostgreSQL is named. */
@NullMarked
package io.vsl.platform.postgres;

import org.jspecify.annotations.NullMarked;

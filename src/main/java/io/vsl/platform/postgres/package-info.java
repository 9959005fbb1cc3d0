/** The connection to PostgreSQL. */
@NullMarked
package io.vsl.platform.postgres;

import org.jspecify.annotations.NullMarked;

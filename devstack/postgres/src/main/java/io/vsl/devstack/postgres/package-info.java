/** PostgreSQL from its own binaries, owned by this process. */
@NullMarked
package io.vsl.devstack.postgres;

import org.jspecify.annotations.NullMarked;

/** Redis from its own binary, owned by this process. */
@NullMarked
package io.vsl.devstack.redis;

import org.jspecify.annotations.NullMarked;

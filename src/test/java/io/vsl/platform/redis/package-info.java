@NullMarked
package io.vsl.platform.redis;

import org.jspecify.annotations.NullMarked;

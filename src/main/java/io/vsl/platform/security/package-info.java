/** Who calls, and what is signed. */
@NullMarked
package io.vsl.platform.security;

import org.jspecify.annotations.NullMarked;

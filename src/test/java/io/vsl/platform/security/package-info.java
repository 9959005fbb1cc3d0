@NullMarked
package io.vsl.platform.security;

import org.jspecify.annotations.NullMarked;

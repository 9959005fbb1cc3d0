/** How the stores are that a process stands on. */
@NullMarked
package io.vsl.platform.health;

import org.jspecify.annotations.NullMarked;

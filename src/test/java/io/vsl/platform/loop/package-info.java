@NullMarked
package io.vsl.platform.loop;

import org.jspecify.annotations.NullMarked;

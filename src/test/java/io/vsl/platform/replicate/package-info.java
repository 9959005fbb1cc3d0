@NullMarked
package io.vsl.platform.replicate;

import org.jspecify.annotations.NullMarked;

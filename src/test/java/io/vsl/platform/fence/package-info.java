@NullMarked
package io.vsl.platform.fence;

import org.jspecify.annotations.NullMarked;

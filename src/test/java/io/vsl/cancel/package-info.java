@NullMarked
package io.vsl.cancel;

import org.jspecify.annotations.NullMarked;

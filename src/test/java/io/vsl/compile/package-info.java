@NullMarked
package io.vsl.compile;

import org.jspecify.annotations.NullMarked;

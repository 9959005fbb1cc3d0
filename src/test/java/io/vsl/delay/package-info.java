@NullMarked
package io.vsl.delay;

import org.jspecify.annotations.NullMarked;

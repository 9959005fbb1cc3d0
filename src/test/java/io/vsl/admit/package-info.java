@NullMarked
package io.vsl.admit;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.vsl.delivery;

import org.jspecify.annotations.NullMarked;

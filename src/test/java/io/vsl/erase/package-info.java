@NullMarked
package io.vsl.erase;

import org.jspecify.annotations.NullMarked;

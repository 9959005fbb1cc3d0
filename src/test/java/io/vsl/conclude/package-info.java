@NullMarked
package io.vsl.conclude;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.vsl.settle;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.vsl.generate;

import org.jspecify.annotations.NullMarked;

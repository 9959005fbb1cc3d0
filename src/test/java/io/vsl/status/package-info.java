@NullMarked
package io.vsl.status;

import org.jspecify.annotations.NullMarked;

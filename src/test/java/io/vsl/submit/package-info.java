@NullMarked
package io.vsl.submit;

import org.jspecify.annotations.NullMarked;

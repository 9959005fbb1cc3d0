@NullMarked
package io.vsl.budget;

import org.jspecify.annotations.NullMarked;

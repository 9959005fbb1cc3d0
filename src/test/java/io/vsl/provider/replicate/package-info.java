@NullMarked
package io.vsl.provider.replicate;

import org.jspecify.annotations.NullMarked;

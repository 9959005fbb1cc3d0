@NullMarked
package io.vsl.provider;

import org.jspecify.annotations.NullMarked;

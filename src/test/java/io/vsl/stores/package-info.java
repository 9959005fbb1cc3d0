@NullMarked
package io.vsl.stores;

import org.jspecify.annotations.NullMarked;

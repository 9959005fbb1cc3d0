@NullMarked
package io.vsl.notify;

import org.jspecify.annotations.NullMarked;

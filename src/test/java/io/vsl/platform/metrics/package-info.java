@NullMarked
package io.vsl.platform.metrics;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.vsl.platform.topology;

import org.jspecify.annotations.NullMarked;

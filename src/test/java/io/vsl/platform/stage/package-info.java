/** The parts of the stage template without Camel. */
@NullMarked
package io.vsl.platform.stage;

import org.jspecify.annotations.NullMarked;

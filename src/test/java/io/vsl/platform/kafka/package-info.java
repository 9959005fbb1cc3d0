/** The log without Camel. */
@NullMarked
package io.vsl.platform.kafka;

import org.jspecify.annotations.NullMarked;

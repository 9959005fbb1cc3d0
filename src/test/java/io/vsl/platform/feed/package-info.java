/** Who is told of what, without Kafka. */
@NullMarked
package io.vsl.platform.feed;

import org.jspecify.annotations.NullMarked;

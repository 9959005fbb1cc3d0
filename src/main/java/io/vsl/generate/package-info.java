/** Has predictions made: {@code job.accepted} in, {@code job.started} out. The only place that spends money. */
@NullMarked
package io.vsl.generate;

import org.jspecify.annotations.NullMarked;

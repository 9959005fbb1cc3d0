/** Decides what a prediction's end means: {@code prediction.reported} in; {@code job.generated} or {@code job.completed} out. */
@NullMarked
package io.vsl.settle;

import org.jspecify.annotations.NullMarked;

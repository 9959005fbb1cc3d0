/** Decides whether a request will be run: {@code job.requested} in; {@code job.accepted} or {@code job.completed} out. */
@NullMarked
package io.vsl.admit;

import org.jspecify.annotations.NullMarked;

/** Removes files: {@code media.delete-requested} in, {@code job.media-deleted} out when a completed job has none any more. */
@NullMarked
package io.vsl.erase;

import org.jspecify.annotations.NullMarked;

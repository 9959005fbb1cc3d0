/** Keeps what was made: {@code job.generated} in, files in S3, {@code job.completed} out. */
@NullMarked
package io.vsl.store;

import org.jspecify.annotations.NullMarked;

/** Which jobs were asked for together: the one owner of {@code batches} and {@code batch_jobs}. */
@NullMarked
package io.vsl.batch;

import org.jspecify.annotations.NullMarked;

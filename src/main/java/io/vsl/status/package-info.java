/** Reads: a job as the contract shows it, from whichever store has it. */
@NullMarked
package io.vsl.status;

import org.jspecify.annotations.NullMarked;

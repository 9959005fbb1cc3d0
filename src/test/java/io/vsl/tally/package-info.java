/** A stage as anybody may add one: see CONTRIBUTING.md. */
@NullMarked
package io.vsl.tally;

import org.jspecify.annotations.NullMarked;

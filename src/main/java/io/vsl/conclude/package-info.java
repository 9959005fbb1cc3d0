/** The one place that says how a job ends: of all outcomes proposed for it, the first in the log. */
@NullMarked
package io.vsl.conclude;

import org.jspecify.annotations.NullMarked;

/** The domain: a job, its events and what may follow what. Pure: no Camel, no Spring, no I/O. */
@NullMarked
package io.vsl.job;

import org.jspecify.annotations.NullMarked;

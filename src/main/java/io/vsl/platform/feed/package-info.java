/** What happens to jobs, as it happens: a process reads the log once for all who want to be told. */
@NullMarked
package io.vsl.platform.feed;

import org.jspecify.annotations.NullMarked;

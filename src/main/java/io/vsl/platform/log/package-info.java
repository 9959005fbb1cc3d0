/** How log lines reach standard output, and what they say of jobs. */
@NullMarked
package io.vsl.platform.log;

import org.jspecify.annotations.NullMarked;

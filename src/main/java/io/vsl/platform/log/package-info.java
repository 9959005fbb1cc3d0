/** How log lines reach standard output. */
@NullMarked
package io.vsl.platform.log;

import org.jspecify.annotations.NullMarked;

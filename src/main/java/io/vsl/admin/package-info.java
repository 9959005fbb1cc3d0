/** What operators may do: replay, rebuild, redrive, verify, order an attempt; and see what was done. */
@NullMarked
package io.vsl.admin;

import org.jspecify.annotations.NullMarked;

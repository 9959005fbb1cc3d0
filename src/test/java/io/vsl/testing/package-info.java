/** What the tests stand on: the real servers, and the application as a context or as a process. */
@NullMarked
package io.vsl.testing;

import org.jspecify.annotations.NullMarked;

/**
 * How routes are wired, without any server: the real application with its real route files, asked over HTTP, its other
 * endpoints replaced by Camel's own mocks.
 */
@NullMarked
package io.vsl.wiring;

import org.jspecify.annotations.NullMarked;

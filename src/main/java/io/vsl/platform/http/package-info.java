/** HTTP at the edges: bodies with a bound, headers by list, and errors as problem details. */
@NullMarked
package io.vsl.platform.http;

import org.jspecify.annotations.NullMarked;

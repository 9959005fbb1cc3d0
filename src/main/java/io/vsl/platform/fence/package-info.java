/** The fence between us and what callers name: none of their URLs leads into the network that we run in. */
@NullMarked
package io.vsl.platform.fence;

import org.jspecify.annotations.NullMarked;

/** What nobody should send, as tables in bad-inputs, and the exact answer to each. */
@NullMarked
package io.vsl.inputs;

import org.jspecify.annotations.NullMarked;

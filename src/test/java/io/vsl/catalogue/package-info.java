/** The command that adds models and checks them, beside a Replicate that says what the test has it say. */
@NullMarked
package io.vsl.catalogue;

import org.jspecify.annotations.NullMarked;

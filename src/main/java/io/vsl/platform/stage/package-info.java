/**
 * What a consuming stage is made of: the poll it works on, the records it writes, its dead letters and its commit.
 * The route that strings them together is the template in {@code routes/policy.camel.yaml}.
 */
@NullMarked
package io.vsl.platform.stage;

import org.jspecify.annotations.NullMarked;

/**
 * Where jobs are kept: three stores, each the fold of the {@code job.*} topics. A {@link io.vsl.stores.JobStore} is all that
 * its sink, {@code GET /status}, rebuilding and verifying need of it.
 */
@NullMarked
package io.vsl.stores;

import org.jspecify.annotations.NullMarked;

/**
 * A Replicate of one's own: its HTTP API, its webhooks and its media, with faults on request.
 *
 * <p>Everything runs on one event loop, so state needs no locks; only the media encoders and the journal's disk
 * leave it.
 */
@NullMarked
package io.vsl.devstack.simulator;

import org.jspecify.annotations.NullMarked;

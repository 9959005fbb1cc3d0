/**
 * Finds out what the webhooks did not tell: predictions whose end was never reported, and requests whose answer was
 * lost. It tells so on the topics on which it would have been told.
 */
@NullMarked
package io.vsl.poller;

import org.jspecify.annotations.NullMarked;

/** The intake of Replicate's webhooks: signed callbacks in, {@code prediction.reported} out. */
@NullMarked
package io.vsl.webhook;

import org.jspecify.annotations.NullMarked;

/**
 * Who makes the media, behind one seam: {@link io.vsl.provider.Provider} says how to ask for a prediction and what answers
 * mean, and every stage decides by its sealed results. The context that travels to a provider and back is ours, and the
 * same for all: {@link io.vsl.provider.SignedContext}, {@link io.vsl.provider.WebhookUrl}.
 */
@NullMarked
package io.vsl.provider;

import org.jspecify.annotations.NullMarked;

/**
 * Tells users of outcomes by webhooks of their own. The stage makes deliveries of what is on {@code job.completed}; what is
 * due is sent at once, and then again and again until its receiver has it. Who is called, and what came of it, is
 * {@link io.vsl.delivery}'s.
 */
@NullMarked
package io.vsl.notify;

import org.jspecify.annotations.NullMarked;

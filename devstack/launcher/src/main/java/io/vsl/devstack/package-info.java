/**
 * What {@code ./vsl} runs. {@link io.vsl.devstack.Stack} supervises the processes, each command is one class, and
 * {@link io.vsl.devstack.VslClient} talks to the application as any user would.
 */
@NullMarked
package io.vsl.devstack;

import org.jspecify.annotations.NullMarked;

/** What every server's process shares: its arguments, how it says that it is ready, and how it ends. */
@NullMarked
package io.vsl.devstack.child;

import org.jspecify.annotations.NullMarked;

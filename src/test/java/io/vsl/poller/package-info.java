@NullMarked
package io.vsl.poller;

import org.jspecify.annotations.NullMarked;

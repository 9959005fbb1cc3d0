@NullMarked
package io.vsl.webhook;

import org.jspecify.annotations.NullMarked;

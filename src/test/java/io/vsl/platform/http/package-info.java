@NullMarked
package io.vsl.platform.http;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.vsl.media;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.vsl.store.media;

import org.jspecify.annotations.NullMarked;

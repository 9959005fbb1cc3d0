@NullMarked
package io.vsl.endpoints;

import org.jspecify.annotations.NullMarked;

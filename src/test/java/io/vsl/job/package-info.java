@NullMarked
package io.vsl.job;

import org.jspecify.annotations.NullMarked;

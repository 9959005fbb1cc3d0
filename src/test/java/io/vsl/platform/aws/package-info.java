@NullMarked
package io.vsl.platform.aws;

import org.jspecify.annotations.NullMarked;

/** Links to files, and clients of stores that are not AWS's. */
@NullMarked
package io.vsl.platform.aws;

import org.jspecify.annotations.NullMarked;

/**
 * Files of the web become objects in S3: fetched through the fence, in parts that pass through memory of one budget,
 * and from where they were when a connection breaks.
 */
@NullMarked
package io.vsl.platform.copy;

import org.jspecify.annotations.NullMarked;

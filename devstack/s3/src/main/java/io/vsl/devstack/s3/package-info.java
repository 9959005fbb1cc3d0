/** An S3 that verifies signatures, over a folder. */
@NullMarked
package io.vsl.devstack.s3;

import org.jspecify.annotations.NullMarked;

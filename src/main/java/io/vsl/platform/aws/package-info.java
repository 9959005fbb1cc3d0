/** The clients of S3 and DynamoDB. */
@NullMarked
package io.vsl.platform.aws;

import org.jspecify.annotations.NullMarked;

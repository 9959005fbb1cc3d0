/** DynamoDB Local, on disk. */
@NullMarked
package io.vsl.devstack.dynamodb;

import org.jspecify.annotations.NullMarked;

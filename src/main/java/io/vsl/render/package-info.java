/** Makes what is to be seen of a file before it is opened: {@code job.stored} in, files in S3, {@code job.completed} out. */
@NullMarked
package io.vsl.render;

import org.jspecify.annotations.NullMarked;

/** Joins videos of other jobs: a compilation is fetched from S3, made by ffmpeg and put where the files of its job are. */
@NullMarked
package io.vsl.compile;

import org.jspecify.annotations.NullMarked;

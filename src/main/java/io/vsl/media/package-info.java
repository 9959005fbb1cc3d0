/**
 * What a file is, what is known of it, and what is made of it to be seen before it is opened. Files come from elsewhere and
 * may be broken or hostile: their names and their senders' content types are asked last, what this process reads of them
 * is bounded, and ffmpeg looks at them as a process of its own.
 */
@NullMarked
package io.vsl.media;

import org.jspecify.annotations.NullMarked;

/**
 * What a stored file is, and a small picture of it. Files come from elsewhere and may be broken or hostile: their
 * names and their senders' content types are not asked, and what is read of a header is bounded in memory and time.
 */
@NullMarked
package io.vsl.store.media;

import org.jspecify.annotations.NullMarked;

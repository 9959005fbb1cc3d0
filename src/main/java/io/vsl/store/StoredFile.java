package io.vsl.store;

/**
 * What goes to S3.
 *
 * @param content a {@link java.io.File}, or the bytes of a small one
 */
public record StoredFile(String key, String contentType, Object content) {
}

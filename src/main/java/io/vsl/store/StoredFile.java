package io.vsl.store;

import java.io.File;

/** A file as it goes to S3. */
public record StoredFile(String key, String contentType, File file) {
}

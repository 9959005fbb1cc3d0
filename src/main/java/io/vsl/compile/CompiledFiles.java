package io.vsl.compile;

import io.vsl.platform.objects.JsonFile;
import io.vsl.platform.objects.StoredFile;

/**
 * What a compilation came to.
 *
 * @param video  the file itself
 * @param stored {@code stored.json}, which is written when that is there
 */
public record CompiledFiles(StoredFile video, JsonFile stored) {}

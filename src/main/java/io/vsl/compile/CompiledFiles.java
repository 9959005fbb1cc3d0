package io.vsl.compile;

import io.vsl.platform.objects.JsonFile;
import io.vsl.platform.objects.StoredFile;
import java.util.List;

/**
 * What a compilation came to.
 *
 * @param files  the video
 * @param stored {@code stored.json}, which is written when that is there
 */
public record CompiledFiles(List<StoredFile> files, JsonFile stored) {}

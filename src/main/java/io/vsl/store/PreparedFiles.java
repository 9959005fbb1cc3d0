package io.vsl.store;

import io.vsl.platform.objects.StoredFile;
import java.util.List;

/**
 * What goes to S3 of one file of a job.
 *
 * @param files empty when it can't be had
 * @param end   what became of the file, once they are there
 */
public record PreparedFiles(List<StoredFile> files, FileEnd end) {}

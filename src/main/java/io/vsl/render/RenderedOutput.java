package io.vsl.render;

import io.vsl.job.Output;
import io.vsl.job.Warning;
import io.vsl.platform.objects.StoredFile;
import java.util.List;

/**
 * One output with what was made of its file.
 *
 * @param index counted from 0
 * @param files that go to S3
 */
public record RenderedOutput(int index, Output output, List<StoredFile> files, List<Warning> warnings) {}

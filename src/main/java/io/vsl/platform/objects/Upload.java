package io.vsl.platform.objects;

import io.micrometer.core.instrument.Timer;

/** A file on its way to S3, since when. */
public record Upload(StoredFile file, Timer.Sample begun) {}

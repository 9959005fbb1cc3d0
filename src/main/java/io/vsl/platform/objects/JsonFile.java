package io.vsl.platform.objects;

/** What is said of a job's files, as an object in S3. */
public record JsonFile(String key, byte[] content) {}

package io.vsl.platform.feed;

/**
 * Where a record stands.
 *
 * @param topic by its number, in the order in which the topics are read
 */
public record LogPlace(int topic, int partition, long offset) {}

package io.vsl.provider;

/**
 * How many predictions an account may ask for.
 *
 * @param perMinute of all processes together
 * @param burst     how many of them at once
 */
public record Limits(int perMinute, int burst) {}

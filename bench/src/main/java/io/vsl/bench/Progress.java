package io.vsl.bench;

/** Says how far the run is. */
@FunctionalInterface
interface Progress {
    void say(String line);
}

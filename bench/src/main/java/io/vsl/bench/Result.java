package io.vsl.bench;

/** Something that was measured. */
sealed interface Result permits Contest, Figure {

    /** Whether it is as good as it is to be. */
    boolean isReached();
}

package io.vsl.bench;

/** A reference needs what is not there, which the message says; the others go on. */
final class Skipped extends Exception {

    private static final long serialVersionUID = 1L;

    Skipped(String reason) {
        super(reason);
    }
}

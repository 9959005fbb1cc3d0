package io.vsl.catalogue;

/** What was asked for can't be done. The message is for people: what is wrong, and what they can do. */
final class Refused extends Exception {

    private static final long serialVersionUID = 1L;

    Refused(String message) {
        super(message, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}

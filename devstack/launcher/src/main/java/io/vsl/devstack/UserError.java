package io.vsl.devstack;

/** What the user can do something about: its message is all that is shown. */
final class UserError extends RuntimeException {

    UserError(String message) {
        super(message);
    }
}

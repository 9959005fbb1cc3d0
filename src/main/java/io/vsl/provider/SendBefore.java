package io.vsl.provider;

/** The header by which a request says until when it may go out; it is for our own client, and goes no further. */
public final class SendBefore {

    /** With a time of {@link System#nanoTime}. */
    public static final String HEADER = "vsl-send-before";

    private SendBefore() {}

    /** Whether it is too late to send at that time. */
    public static boolean isOver(long sendBefore, long nanoTime) {
        // Of times that may overflow only the difference says which is first.
        return nanoTime - sendBefore >= 0;
    }
}

package io.vsl.platform.http;

/** Where the events of a stream go. On any thread; what comes after its end is dropped. */
public interface EventSink {

    /** In the order of the calls. A reader that does not keep up is cut off. */
    void send(byte[] event);

    /** After what has been sent. */
    void close();
}

package io.vsl.platform.http;

import java.util.Iterator;

/**
 * Where the events of a stream come from: the body of a route's exchange that is answered with {@code text/event-stream}
 * (HTML, server-sent events) for as long as both sides want.
 */
public interface EventSource {

    /** Whose stream it is: of one owner there are only so many at once. */
    String owner();

    /** What comes first, asked for as fast as the reader takes it. */
    Iterator<byte[]> past();

    /** The answer has begun; what is sent follows what was past. Not called when it can't begin. */
    void begin(EventSink sink);

    /** Nothing more can be sent, whoever ended it. Once, in any case. */
    void end();
}

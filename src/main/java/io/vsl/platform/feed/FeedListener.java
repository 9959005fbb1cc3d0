package io.vsl.platform.feed;

/** Who is told. It may not wait: all others would wait too. */
public interface FeedListener {

    /** In the order in which the log has the events of each partition. */
    void told(FeedEvent event);

    /** The log can't be read any more; nothing else is told. */
    void lost();
}

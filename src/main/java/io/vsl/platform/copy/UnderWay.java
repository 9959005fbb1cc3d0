package io.vsl.platform.copy;

import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.concurrent.CancellableDependency;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * The request of a file that is under way. Any thread may end it, at once and for good: to close an answer waits for what its
 * host still sends, which may be nothing, or without end.
 */
final class UnderWay {

    private @Nullable Cancellable connection;
    private boolean isOver;

    /** One more request, in the place of the one before. */
    BasicClassicHttpRequest get(HttpHost host, String target) {
        return new Request(host, target);
    }

    /** What is under way ends; another may follow. */
    synchronized void drop() {
        if (connection != null) {
            connection.cancel();
            connection = null;
        }
    }

    /** The same, and no other gets anywhere. */
    synchronized void end() {
        isOver = true;
        drop();
    }

    private synchronized void begins(Cancellable at) {
        connection = at;
        if (isOver) {
            drop();
        }
    }

    private synchronized boolean isOver() {
        return isOver;
    }

    /** The client tells it of its connection. */
    private final class Request extends BasicClassicHttpRequest implements CancellableDependency {

        private static final long serialVersionUID = 1L;

        Request(HttpHost host, String target) {
            super("GET", host, target);
        }

        @Override
        public void setDependency(Cancellable at) {
            begins(at);
        }

        @Override
        public boolean isCancelled() {
            return isOver();
        }

        @Override
        public boolean cancel() {
            end();
            return true;
        }
    }
}

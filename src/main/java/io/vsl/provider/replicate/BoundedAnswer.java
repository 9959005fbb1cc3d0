package io.vsl.provider.replicate;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/** An answer that is read up to a size and for a time. */
final class BoundedAnswer extends HttpEntityWrapper {

    /** Predictions have logs of megabytes. */
    static final int MAX_BYTES = 32 << 20;

    private static final Duration LONGEST = Duration.ofSeconds(60);

    BoundedAnswer(HttpEntity answer) {
        super(answer);
    }

    @Override
    public InputStream getContent() throws IOException {
        return new Bounded(super.getContent());
    }

    private static final class Bounded extends FilterInputStream {

        private final long until = System.nanoTime() + LONGEST.toNanos();
        private long read;

        Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            count(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int some = super.read(bytes, offset, length);
            count(Math.max(0, some));
            return some;
        }

        private void count(int bytes) throws IOException {
            read += bytes;
            if (read > MAX_BYTES) {
                throw new AnswerTooLarge(MAX_BYTES);
            }
            if (System.nanoTime() - until > 0) {
                throw new IOException("Replicate's answer takes longer than " + LONGEST.toSeconds() + " s");
            }
        }
    }
}

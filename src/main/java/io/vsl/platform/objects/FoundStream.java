package io.vsl.platform.objects;

import io.vsl.platform.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awssdk.http.Abortable;

/** What S3 answers when an object is read that may be large. Whoever takes it saves it, which closes it. */
public sealed interface FoundStream {

    /** Its bytes, as they come. */
    record There(InputStream content) implements FoundStream {

        private static final int BUFFER = 64 << 10;

        /**
         * Writes all of it to that place, over what is there.
         *
         * @return false when not all of it has come in time
         * @throws IOException when S3 or the disk is away
         */
        public boolean save(Path place, Deadline deadline) throws IOException {
            try (InputStream from = content;
                    OutputStream file = Files.newOutputStream(place)) {
                byte[] buffer = new byte[BUFFER];
                for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                    if (deadline.isOver()) {
                        abandon(from);
                        return false;
                    }
                    file.write(buffer, 0, read);
                }
                return true;
            }
        }

        /** To close it would read the rest. */
        private static void abandon(InputStream from) {
            if (from instanceof Abortable file) {
                file.abort();
            }
        }
    }

    /** There is no such object, or none that can be read now. */
    record Absent() implements FoundStream {}
}

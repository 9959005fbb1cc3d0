package io.vsl.store;

import io.vsl.platform.copy.Arriving;
import io.vsl.platform.objects.StoredFile;
import io.vsl.store.StoreTask.Part;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One file of a job on its way to S3, a step at a time. */
public final class OutputOnItsWay {

    private final Part part;
    private @Nullable Arriving arriving;
    private @Nullable Found found;

    OutputOnItsWay(Part part) {
        this.part = part;
    }

    /**
     * What it is.
     *
     * @param object       as it is to be in S3; its content is the file when it is whole, and nothing otherwise
     * @param file         its name among those of the job
     * @param declaredType what its host said it is; null when it didn't
     */
    record Found(StoredFile object, String file, @Nullable String declaredType) {}

    Part part() {
        return part;
    }

    /** It comes from the web, of which the first part is here. */
    void arrives(Arriving file) {
        arriving = file;
    }

    void is(Found what) {
        found = what;
    }

    Found found() {
        return Objects.requireNonNull(found);
    }

    /** What goes to S3 in one request. */
    public StoredFile object() {
        return found().object();
    }

    /** Whether all of it is here. */
    public boolean isWhole() {
        return arriving == null || arriving.isWhole();
    }

    /** Null of what doesn't come from the web. */
    @Nullable
    Arriving arriving() {
        return arriving;
    }

    /** Nothing is held for it any more. */
    void close() {
        if (arriving != null) {
            arriving.close();
        }
    }
}

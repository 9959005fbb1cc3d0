package io.vsl.store;

import io.vsl.job.ErrorCode;
import io.vsl.job.Output;
import io.vsl.store.StoreTask.Part;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A job's files as far as it is known what became of them.
 *
 * @param outputs those that are in S3, by the index of the part
 * @param missing why others can't be kept, by the index of the part
 * @param late    why one isn't there that may come yet; null when there is none
 */
public record StoredSoFar(
        StoreTask task,
        SortedMap<Integer, Output> outputs,
        SortedMap<Integer, CantStore> missing,
        @Nullable NotYet late) {

    static StoredSoFar none(StoreTask task) {
        return new StoredSoFar(task, new TreeMap<>(), new TreeMap<>(), null);
    }

    /** With what an earlier try has stored. */
    StoredSoFar with(Map<Integer, Output> earlier) {
        SortedMap<Integer, Output> all = new TreeMap<>(outputs);
        all.putAll(earlier);
        return new StoredSoFar(task, all, missing, late);
    }

    /** @throws Exception when S3 is away */
    StoredSoFar with(List<FileEnd> ends) throws Exception {
        SortedMap<Integer, Output> kept = new TreeMap<>(outputs);
        SortedMap<Integer, CantStore> lost = new TreeMap<>(missing);
        NotYet waitsFor = late;
        for (FileEnd end : ends) {
            switch (end) {
                case FileEnd.Kept it -> kept.put(it.index(), it.output());
                case FileEnd.Missing it -> lost.put(it.index(), it.reason());
                case FileEnd.Late it -> waitsFor = it.reason();
                case FileEnd.Failed it -> throw it.reason();
            }
        }
        return new StoredSoFar(task, kept, lost, waitsFor);
    }

    /** Those that are still to be stored. */
    public List<Part> left() {
        return task.parts().stream()
                .filter(part -> !outputs.containsKey(part.index()))
                .toList();
    }

    public boolean isAnyLeft() {
        return !left().isEmpty();
    }

    /** Whether a file that isn't there may come yet. */
    public boolean isWaiting() {
        return late != null;
    }

    /**
     * @throws NotYet    when one may come yet
     * @throws CantStore when there is none
     */
    void requireAll() throws NotYet {
        if (late != null) {
            throw late;
        }
        String gone = task.generated().outputsGone();
        if (outputs.isEmpty() && gone != null) {
            throw new CantStore(ErrorCode.OUTPUT_EXPIRED, "is gone: " + gone);
        }
        if (outputs.isEmpty()) {
            throw missing.values().iterator().next().beside(missing.size() - 1);
        }
    }
}

package io.vsl.erase;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The wishes of a poll, with what is to be done about them.
 *
 * @param decided in the order of the wishes
 */
public record Erasure(List<Decided> decided) {

    /**
     * What is to be done about one.
     *
     * @param folders   that are to be emptied, each with a slash at its end; none when nothing is to go
     * @param deletedAt since when the job says that it has no files; null when it does not say so by this
     */
    record Decided(
            Wish wish, List<String> folders, @Nullable Instant deletedAt) {}

    /** All that are to be emptied, once each. */
    public List<Folder> folders() {
        Stream<String> all = decided.stream().flatMap(each -> each.folders().stream());
        return all.distinct().map(Folder::of).toList();
    }
}

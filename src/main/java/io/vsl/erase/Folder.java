package io.vsl.erase;

import java.util.List;

/**
 * A folder of the bucket on its way to be emptied, a page of its files after the other.
 *
 * @param prefix of all keys in it, with a slash at its end
 * @param keys   those of the page that was looked up last
 * @param isOpen whether there may be more
 */
public record Folder(String prefix, List<String> keys, boolean isOpen) {

    static Folder of(String prefix) {
        return new Folder(prefix, List.of(), true);
    }

    /** Whether the page has a file. */
    public boolean hasKeys() {
        return !keys.isEmpty();
    }
}

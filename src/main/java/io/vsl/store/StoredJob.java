package io.vsl.store;

/** A job and how the storing of its files ended. */
public record StoredJob(StoreTask task, StoreEnd end) {

    /** Whether an earlier try may have stored all that this one could not. */
    public boolean isMaybeThere() {
        return switch (end) {
            case StoreEnd.Stored stored -> false;
            case StoreEnd.Impossible impossible -> true;
            case StoreEnd.Later later -> true;
            case StoreEnd.Held held -> held.isAnswered();
        };
    }
}

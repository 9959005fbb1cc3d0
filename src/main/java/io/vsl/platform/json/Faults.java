package io.vsl.platform.json;

import io.vsl.job.FieldError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What is wrong with something that is read, collected so that all of it is told at once. */
public final class Faults {

    private final List<FieldError> found = new ArrayList<>();

    /**
     * One more.
     *
     * @param field   where, as a path
     * @param code    what kind of fault, UPPER_SNAKE
     * @param message what is allowed instead
     */
    public void add(String field, String code, String message) {
        found.add(new FieldError(field, code, message));
    }

    /** Those that something else has found. */
    public void addAll(Collection<FieldError> faults) {
        found.addAll(faults);
    }

    /** Whether nothing is wrong. */
    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** In the order in which they were found. */
    public List<FieldError> all() {
        return List.copyOf(found);
    }
}

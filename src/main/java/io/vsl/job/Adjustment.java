package io.vsl.job;

import java.util.List;

/**
 * What the caller asked for and the model can't do exactly, with what it is asked for instead.
 *
 * @param fields names of the parameters, e.g. {@code ["width", "height"]}
 * @param asked  what was asked, e.g. {@code 1000x560}
 * @param used   what is used, e.g. {@code 16:9 (1344x768)}
 */
public record Adjustment(List<String> fields, String asked, String used) {

    public Adjustment {
        fields = List.copyOf(fields);
    }
}

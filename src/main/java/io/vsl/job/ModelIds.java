package io.vsl.job;

import java.util.regex.Pattern;

/** What may name a model in a request, whether there is such a model or not. */
public final class ModelIds {

    private static final Pattern VALID = Pattern.compile("[\\x21-\\x7e]{1,128}");

    private ModelIds() {}

    public static boolean isValid(String modelId) {
        return VALID.matcher(modelId).matches();
    }
}

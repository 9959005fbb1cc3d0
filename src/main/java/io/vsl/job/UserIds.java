package io.vsl.job;

import java.util.regex.Pattern;

/** What may be the id of a user: what can stand in a key of S3 and in a path of a URL. */
public final class UserIds {

    /** As a regular expression. */
    public static final String FORM = "(?!.*\\.\\.)[A-Za-z0-9][A-Za-z0-9._@|:+=-]{0,127}";

    /** In words, going on from the field. */
    public static final String ALLOWED =
            "must be 1 to 128 of A-Z a-z 0-9 . _ @ | : + = -, beginning with a letter or digit,"
                    + " without two dots in a row";

    private static final Pattern VALID = Pattern.compile(FORM);

    private UserIds() {}

    public static boolean isValid(String userId) {
        return VALID.matcher(userId).matches();
    }
}

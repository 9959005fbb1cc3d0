package io.vsl.platform.http;

import java.util.regex.Pattern;

/**
 * Whether a path is written in its one form. {@code /metrics;x} and {@code /%6detrics} mean {@code /metrics} to some, and
 * to others, such as a proxy with a list of what it lets through, they don't (RFC 3986, section 6.2.2).
 */
final class OnePath {

    private static final Pattern OTHER_FORM = Pattern.compile("(?=[;/%])(?:"
            // A path parameter, an empty segment, or one of dots.
            + ";|//|/\\.{1,2}(?=/|$)"
            // A letter, a digit or one of - . _ ~ that needed no encoding.
            + "|%(?:2[dDeE]|3[0-9]|4[1-9a-fA-F]|5[0-9aAfF]|6[1-9a-fA-F]|7[0-9aAeE]))");

    private static final String PLAIN = "[\\w\\-.~!$&'()*+,;=:@/]*+";

    /** What a path may be of (RFC 3986, section 3.3), and ; which {@link #is} refuses. */
    private static final Pattern PATH = Pattern.compile("/" + PLAIN + "(?:%(?!00)[0-9a-fA-F]{2}" + PLAIN + ")*+");

    private OnePath() {}

    /** Whether it is a path at all. */
    static boolean isPath(String uri) {
        return PATH.matcher(uri).matches();
    }

    /** @param uri as it was sent, without the query */
    static boolean is(String uri) {
        return !OTHER_FORM.matcher(uri).find();
    }
}

package io.vsl.platform.url;

/** A URL that a caller gives us to call. It is kept in its one form, and read again by whoever calls it. */
public final class CallersUrl {

    private static final int MOST = 2048;

    /** What it must be, going on from the field; what is wrong with it follows. */
    public static final String FORM =
            "must be an http or https URL without a user, of at most " + MOST + " characters: it ";

    /** The same of where it leads. */
    public static final String OUTSIDE = "must be a URL on the public internet: it ";

    private CallersUrl() {}

    /** @throws InvalidUrl also when it is too long, as it was given or in its one form */
    public static WebUrl read(String text) throws InvalidUrl {
        if (text.length() > MOST) {
            throw new InvalidUrl("has more");
        }
        WebUrl url = WebUrl.parseWithoutUser(text);
        if (url.toString().length() > MOST) {
            throw new InvalidUrl("has more, percent-encoded");
        }
        return url;
    }
}

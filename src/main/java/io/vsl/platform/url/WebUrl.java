package io.vsl.platform.url;

import io.vsl.job.Storable;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponents;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriComponentsBuilder.ParserType;

/**
 * An http or https URL as a browser reads it, so with blanks, brackets, international names and hosts that
 * {@link java.net.URI} refuses. Source: the WHATWG URL standard, url.spec.whatwg.org.
 *
 * @param scheme  {@code http} or {@code https}
 * @param hasUser whether it had a user or a password, which are left out
 * @param host    in lower case and ASCII; an IPv6 address in brackets
 * @param port    null when it is the scheme's own
 * @param target  path and query, percent-encoded; begins with a slash
 */
public record WebUrl(
        String scheme,
        boolean hasUser,
        String host,
        @Nullable Integer port,
        String target) {

    private static final Pattern MEANT = Pattern.compile("(?i)https?:[/\\\\].*");

    private static final Pattern PARTS = Pattern.compile(
            "(?<scheme>https?):[/\\\\]*(?<authority>[^/\\\\?#]*)(?<path>[^?#]*)(?<query>\\?[^#]*)?(#.*)?",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:");
    private static final Pattern LINE_BREAKS_AND_TABS = Pattern.compile("[\\r\\n\\t]");
    private static final Pattern SLASH = Pattern.compile("[/\\\\]");
    private static final Pattern DOT = Pattern.compile("\\.|%2[eE]");
    private static final Pattern TWO_DOTS = Pattern.compile("(\\.|%2[eE]){2}");

    private static final int LAST_PORT = 65_535;

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** Whether the text is meant as one, sound or not: it begins as one and has one line. */
    public static boolean isMeant(String text) {
        return MEANT.matcher(text.strip()).matches();
    }

    /** @throws InvalidUrl when a browser would not go there */
    public static WebUrl parse(String text) throws InvalidUrl {
        if (!Storable.isText(text)) {
            throw new InvalidUrl("has a NUL or half of a surrogate pair");
        }
        Matcher parts = PARTS.matcher(LINE_BREAKS_AND_TABS.matcher(text.strip()).replaceAll(""));
        if (!parts.matches()) {
            throw new InvalidUrl("does not begin with https:// or http://");
        }
        String scheme = parts.group("scheme").toLowerCase(Locale.ROOT);
        UriComponents read = read(scheme, parts.group("authority"));
        String host = Objects.requireNonNullElse(read.getHost(), "").toLowerCase(Locale.ROOT);
        if (host.isEmpty()) {
            throw new InvalidUrl("has no host");
        }
        String target = encoded(withoutDots(parts.group("path")), " \"#<>?^`{}")
                + encoded(Objects.requireNonNullElse(parts.group("query"), ""), " \"#<>'");
        return new WebUrl(scheme, read.getUserInfo() != null, host, read.getPort() < 0 ? null : read.getPort(), target);
    }

    /** @throws InvalidUrl also when it has a user or a password */
    public static WebUrl parseWithoutUser(String text) throws InvalidUrl {
        WebUrl url = parse(text);
        if (url.hasUser()) {
            throw new InvalidUrl("has a user or a password");
        }
        return url;
    }

    /**
     * What a link in a document that is there means: a URL, or one without its scheme, its host or its folder.
     *
     * @throws InvalidUrl when a browser would not go there
     */
    public WebUrl resolve(String link) throws InvalidUrl {
        String stripped = link.strip();
        if (SCHEME.matcher(stripped).lookingAt()) {
            return parse(stripped);
        }
        if (stripped.startsWith("//")) {
            return parse(scheme + ":" + stripped);
        }
        String path = target.split("\\?", 2)[0];
        String folder = stripped.startsWith("/")
                ? ""
                : stripped.startsWith("?") ? path : path.substring(0, path.lastIndexOf('/') + 1);
        return parse(scheme + "://" + authority() + folder + stripped);
    }

    /**
     * User, host and port alone: of a path the builder would drop empty segments, and sort a query. Braces would be a
     * template to the parser, and it takes the second half of a surrogate pair twice; percent-encoded they mean the
     * same.
     */
    private static UriComponents read(String scheme, String authority) throws InvalidUrl {
        try {
            String text = scheme + "://" + encoded(authority, "{}");
            return UriComponentsBuilder.fromUriString(text, ParserType.WHAT_WG).build();
        } catch (IllegalArgumentException e) {
            throw new InvalidUrl(fault(authority));
        }
    }

    /** The parser's own messages quote the text. */
    private static String fault(String authority) {
        String host = authority.substring(authority.lastIndexOf('@') + 1);
        int colon = host.lastIndexOf(':');
        if (host.isEmpty() || colon == 0) {
            return "has no host";
        }
        return colon > host.lastIndexOf(']') && !isPort(host.substring(colon + 1))
                ? "has a port that isn't a number from 0 to 65535"
                : "has a host name that can't be one";
    }

    private static boolean isPort(String text) {
        return text.matches("[0-9]{0,5}") && (text.isEmpty() || Integer.parseInt(text) <= LAST_PORT);
    }

    /** One dot is the segment itself, two are the one before. */
    private static String withoutDots(String path) {
        String[] given = SLASH.split(path, -1);
        Deque<String> segments = new ArrayDeque<>(given.length);
        for (int i = 1; i < given.length; i++) {
            boolean isUp = TWO_DOTS.matcher(given[i]).matches();
            boolean isDots = isUp || DOT.matcher(given[i]).matches();
            if (isUp) {
                segments.pollLast();
            }
            if (!isDots) {
                segments.addLast(given[i]);
            } else if (i == given.length - 1) {
                segments.addLast("");
            }
        }
        return "/" + String.join("/", segments);
    }

    /** What is percent-encoded already stays so. */
    private static String encoded(String text, String set) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b <= ' ' || b == 0x7f || set.indexOf(b) >= 0) {
                encoded.append('%').append(HEX.toHexDigits(b));
            } else {
                encoded.append((char) b);
            }
        }
        return encoded.toString();
    }

    /** The last part of the path, decoded; empty when there is none. */
    public String fileName() {
        String path = target.split("\\?", 2)[0];
        return URLDecoder.decode(
                path.substring(path.lastIndexOf('/') + 1).replace("+", "%2B").replaceAll("%(?![0-9A-Fa-f]{2})", "%25"),
                StandardCharsets.UTF_8);
    }

    /** With the port when it is not the scheme's own. */
    public String authority() {
        return port == null ? host : host + ":" + port;
    }

    /** The URL as it is asked for: no user, no fragment, and ASCII alone. */
    @Override
    public String toString() {
        return scheme + "://" + authority() + target;
    }
}

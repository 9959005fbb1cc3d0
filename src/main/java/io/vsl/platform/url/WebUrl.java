package io.vsl.platform.url;

import io.vsl.job.Storable;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
public record WebUrl(String scheme, boolean hasUser, String host, @Nullable Integer port, String target) {

    private static final Pattern MEANT = Pattern.compile("(?i)https?:[/\\\\].*");

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
        String stripped = text.strip();
        String scheme = stripped.split(":", 2)[0].toLowerCase(Locale.ROOT);
        if (!(scheme.equals("http") || scheme.equals("https")) || !stripped.contains(":")) {
            throw new InvalidUrl("does not begin with https:// or http://");
        }
        UriComponents read;
        try {
            read = UriComponentsBuilder.fromUriString(withoutPairs(stripped), ParserType.WHAT_WG).build();
        } catch (IllegalArgumentException e) {
            throw new InvalidUrl(fault(stripped, String.valueOf(e.getMessage())));
        }
        String host = read.getHost();
        if (host == null || host.isEmpty()) {
            throw new InvalidUrl("has no host");
        }
        String path = Objects.requireNonNullElse(read.getPath(), "");
        String query = read.getQuery() == null ? "" : "?" + encoded(read.getQuery(), " \"#<>'");
        String target = encoded(path.isEmpty() ? "/" : path, " \"#<>?^`{}") + query;
        return new WebUrl(scheme, read.getUserInfo() != null, host, read.getPort() < 0 ? null : read.getPort(), target);
    }

    /** The parser takes the second half of a surrogate pair twice; percent-encoded it means the same, in a host too. */
    private static String withoutPairs(String text) {
        return text.codePoints().mapToObj(Character::toString)
                .map(c -> c.length() == 1 ? c : encoded(c, ""))
                .collect(Collectors.joining());
    }

    /** The parser's own messages quote the text. */
    private static String fault(String text, String message) {
        if (text.matches("(?i)https?:[/\\\\]*")) {
            return "has no host";
        }
        return message.contains("Port") || message.contains("port")
                ? "has a port that is no number from 0 to 65535"
                : "has a host that is none";
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
        return URLDecoder.decode(path.substring(path.lastIndexOf('/') + 1).replace("+", "%2B")
                .replaceAll("%(?![0-9A-Fa-f]{2})", "%25"), StandardCharsets.UTF_8);
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

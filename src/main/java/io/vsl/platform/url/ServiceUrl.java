package io.vsl.platform.url;

import java.net.IDN;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a service is, as a setting has it. {@link java.net.URI} knows no host with an underscore, as containers may have.
 *
 * @param scheme   in lower case
 * @param userInfo {@code user:password}, percent-encoded as it came
 * @param host     in lower case; an IPv6 address in brackets
 * @param path     begins with a slash or is empty, ends with none, percent-encoded as it came
 * @param query    what stands behind the question mark
 */
public record ServiceUrl(
        String scheme,
        @Nullable String userInfo,
        String host,
        @Nullable Integer port,
        String path,
        @Nullable String query) {

    /** Greedy before the last @: a password may have one. */
    private static final Pattern FORM = Pattern.compile(
            "([A-Za-z][A-Za-z0-9+.-]*)://(?:([^/?#]*)@)?(\\[[^\\]/?#]*\\]|[^:/?#\\[\\]]*)(?::([^/?#]*))?([^?#]*)(?:\\?([^#]*))?(#.*)?");

    private static final Pattern NAME =
            Pattern.compile("[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\\.?");

    private static final int LONGEST_NAME = 254;

    private static final int PORTS = 65_535;

    /** What a setting may have. */
    public enum Part {
        USER_INFO,
        PATH,
        QUERY
    }

    /**
     * Reads a setting; blanks around it and slashes at its end are left out.
     *
     * @param variable as operators know it
     * @param schemes  those that are allowed
     * @param example  of what is allowed
     * @throws InvalidSetting when it is none; the message has nothing of it but its scheme, host and port
     */
    public static ServiceUrl parse(String variable, String text, List<String> schemes, String example, Part... parts) {
        Reader reader = new Reader(
                variable,
                "Allowed is %s, such as %s"
                        .formatted(
                                String.join(
                                        " or ",
                                        schemes.stream()
                                                .map(scheme -> scheme + "://")
                                                .toList()),
                                example));
        return reader.read(text.strip(), schemes, List.of(parts));
    }

    private record Reader(String variable, String allowed) {

        ServiceUrl read(String text, List<String> schemes, List<Part> parts) {
            if (text.isEmpty()) {
                throw wrong("is empty");
            }
            if (text.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
                throw wrong("has a blank or a control character inside");
            }
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                throw wrong(text.contains("://") ? "is no URL" : "has no scheme");
            }
            String scheme = form.group(1).toLowerCase(Locale.ROOT);
            if (!schemes.contains(scheme)) {
                throw wrong("has the scheme " + scheme);
            }
            if (form.group(7) != null) {
                throw wrong("has a # part");
            }
            String userInfo = form.group(2);
            if (userInfo != null && !parts.contains(Part.USER_INFO)) {
                throw wrong("has a user or password in it");
            }
            Integer port = port(form.group(4));
            String host = host(form.group(3));
            String path = encoded("path", form.group(5).replaceAll("/+$", ""));
            if (!path.isEmpty() && !parts.contains(Part.PATH)) {
                throw wrong("has a path");
            }
            String query = form.group(6);
            if (query != null && !query.isEmpty() && !parts.contains(Part.QUERY)) {
                throw wrong("has a query (?…)");
            }
            return new ServiceUrl(
                    scheme,
                    userInfo == null ? null : encoded("user or password", userInfo),
                    host,
                    port,
                    path,
                    query == null || query.isEmpty() ? null : query);
        }

        private @Nullable Integer port(@Nullable String text) {
            if (text == null || text.isEmpty()) {
                return null;
            }
            if (!text.matches("[0-9]{1,9}")) {
                // It may be a piece of a password.
                throw wrong("has no number as its port; in a user or password / ? # [ ] must be percent-encoded");
            }
            int port = Integer.parseInt(text);
            if (port < 1 || port > PORTS) {
                throw wrong("has the port %d, which is not in 1 to %d".formatted(port, PORTS));
            }
            return port;
        }

        private String host(String text) {
            if (text.isEmpty()) {
                throw wrong("has no host");
            }
            if (text.startsWith("[")) {
                String address = text.substring(1, text.length() - 1);
                if (!address.contains(":")
                        || !address.matches("[0-9A-Fa-f:.]+(%[A-Za-z0-9._-]+)?")
                        || !isAddress(address)) {
                    throw wrong("has a host in brackets that is no IPv6 address");
                }
                return text.toLowerCase(Locale.ROOT);
            }
            try {
                String name = text.chars().allMatch(c -> c < 0x80) ? text : IDN.toASCII(text);
                name = name.toLowerCase(Locale.ROOT);
                if (name.length() <= LONGEST_NAME && NAME.matcher(name).matches()) {
                    return name;
                }
            } catch (IllegalArgumentException e) {
                // As any other that is no name.
            }
            throw wrong("has a host that is no name or address");
        }

        private static boolean isAddress(String literal) {
            try {
                InetAddress.getByName(literal.replaceAll("%.*", ""));
                return true;
            } catch (UnknownHostException e) {
                return false;
            }
        }

        private String encoded(String part, String text) {
            if (Pattern.compile("%(?![0-9A-Fa-f]{2})").matcher(text).find()) {
                throw wrong("has a %% in its %s that is not followed by two digits (write %%25)".formatted(part));
            }
            return text;
        }

        private InvalidSetting wrong(String what) {
            return new InvalidSetting(variable + " " + what + ". " + allowed);
        }
    }

    /** Host and, when there is one, port. */
    public String authority() {
        return port == null ? host : host + ":" + port;
    }

    /** Without user, password and query. */
    public String base() {
        return scheme + "://" + authority() + path;
    }

    /** Whether many clients would not take it for a host. */
    public boolean hasUnderscore() {
        return host.contains("_");
    }

    /** The user, decoded. */
    public @Nullable String user() {
        return userInfo == null ? null : decoded(userInfo.split(":", 2)[0]);
    }

    /** The password, decoded. */
    public @Nullable String password() {
        return userInfo == null || !userInfo.contains(":") ? null : decoded(userInfo.split(":", 2)[1]);
    }

    /** The same at another host. */
    public ServiceUrl at(String another) {
        return new ServiceUrl(scheme, userInfo, another, port, path, query);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** For the log. */
    public String masked() {
        return scheme + "://" + (userInfo == null ? "" : "***@") + authority() + path + (query == null ? "" : "?***");
    }

    /** As a setting has it. */
    public String text() {
        return scheme + "://" + (userInfo == null ? "" : userInfo.replace("@", "%40") + "@") + authority() + path
                + (query == null ? "" : "?" + query);
    }

    @Override
    public String toString() {
        return masked();
    }
}

package io.vsl.platform.postgres;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where PostgreSQL is and who we are there.
 *
 * @param jdbcUrl  without user and password when they were in the URI
 * @param username null when the JDBC URL has it itself
 * @param password null when there is none or the JDBC URL has it itself
 */
record DatabaseUrl(String jdbcUrl, @Nullable String username, @Nullable String password) {

    private static final int DEFAULT_PORT = 5432;

    /**
     * Reads {@code postgresql://user:pass@host:port/db[?options]} ({@code postgres://} too), user and password
     * percent-encoded, or a JDBC URL.
     *
     * @throws IllegalArgumentException when it is neither; the message doesn't repeat it, it may hold a password
     */
    static DatabaseUrl parse(String url) {
        if (url.startsWith("jdbc:postgresql:")) {
            return new DatabaseUrl(url, null, null);
        }
        try {
            URI uri = new URI(url);
            String scheme = String.valueOf(uri.getScheme());
            String database = uri.getPath();
            if (!scheme.matches("postgres(ql)?") || uri.getHost() == null || database == null || database.length() < 2) {
                throw malformed();
            }
            int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
            String options = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            String jdbcUrl = "jdbc:postgresql://" + uri.getHost() + ":" + port + uri.getRawPath() + options;
            String[] user = uri.getRawUserInfo() == null ? new String[0] : uri.getRawUserInfo().split(":", 2);
            return new DatabaseUrl(jdbcUrl,
                    user.length > 0 ? decoded(user[0]) : null,
                    user.length > 1 ? decoded(user[1]) : null);
        } catch (URISyntaxException e) {
            throw malformed();
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException(
                "DATABASE_URL must be postgresql://user:pass@host:port/db or jdbc:postgresql://…");
    }
}

package io.vsl.platform.postgres;

import io.vsl.platform.url.InvalidSetting;
import io.vsl.platform.url.ServiceUrl;
import io.vsl.platform.url.ServiceUrl.Part;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where PostgreSQL is and who we are there.
 *
 * @param jdbcUrl  without user and password when they were in the URI
 * @param username null when the JDBC URL has it itself
 * @param password null when there is none or the JDBC URL has it itself
 */
record DatabaseUrl(
        String jdbcUrl, @Nullable String username, @Nullable String password) {

    private static final int DEFAULT_PORT = 5432;

    /**
     * Reads {@code postgresql://user:pass@host:port/db[?options]} ({@code postgres://} too), user and password
     * percent-encoded, or a JDBC URL.
     *
     * @throws InvalidSetting when it is neither; the message doesn't repeat it, it may hold a password
     */
    static DatabaseUrl parse(String text) {
        if (text.startsWith("jdbc:postgresql:")) {
            return new DatabaseUrl(text, null, null);
        }
        ServiceUrl url = ServiceUrl.parse(
                "DATABASE_URL",
                text,
                List.of("postgresql", "postgres"),
                "postgresql://user:pass@host:5432/db",
                Part.USER_INFO,
                Part.PATH,
                Part.QUERY);
        if (!url.path().matches("/[^/]+")) {
            throw new InvalidSetting("DATABASE_URL names no database");
        }
        String options = url.query() == null ? "" : "?" + url.query();
        String jdbcUrl = "jdbc:postgresql://" + url.host() + ":" + Objects.requireNonNullElse(url.port(), DEFAULT_PORT)
                + url.path() + options;
        return new DatabaseUrl(jdbcUrl, url.user(), url.password());
    }
}

package io.vsl.provider;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The keys of table {@code context_keys}, loaded when they are first needed and kept for good. Without PostgreSQL what
 * is known goes on.
 */
@Component
class ContextKeys {

    private static final Logger LOG = LoggerFactory.getLogger(ContextKeys.class);

    /** How often to look for a newer key to sign with. */
    private static final Duration REFRESH = Duration.ofMinutes(1);

    /** How often to look, at most, for versions that nobody may have made. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Supplier<List<Row>> table;
    private final LongSupplier nanoTime;

    private volatile Map<Integer, Key> known = Map.of();
    private volatile @Nullable Key signing;
    private volatile long lookedAt;

    @Autowired
    ContextKeys(JdbcClient jdbc) {
        this(
                () -> jdbc.sql("""
                SELECT version, key, created_at < now() - interval '1 minute' AS settled
                FROM context_keys ORDER BY version""")
                        .query((row, number) ->
                                new Row(new Key(row.getInt("version"), row.getBytes("key")), row.getBoolean("settled")))
                        .list(),
                System::nanoTime);
    }

    /**
     * @param table    its rows, by version
     * @param nanoTime as {@link System#nanoTime}
     */
    ContextKeys(Supplier<List<Row>> table, LongSupplier nanoTime) {
        this.table = table;
        this.nanoTime = nanoTime;
    }

    /** A key and its number. */
    record Key(int version, byte[] bytes) {}

    /** A row; it is settled once every process can have found it. */
    record Row(Key key, boolean isSettled) {}

    /**
     * The one to sign with.
     *
     * @throws DataAccessException when none is known and PostgreSQL has none to give
     */
    Key signing() {
        Key key = signing;
        if (key != null && !isLongAgo(REFRESH)) {
            return key;
        }
        if (key == null) {
            load();
        } else {
            refresh();
        }
        key = signing;
        if (key == null) {
            throw new TransientDataAccessResourceException("The table context_keys is empty; the stage setup fills it");
        }
        return key;
    }

    /** The key of that version, as far as it is known; see {@link #look}. */
    Optional<Key> find(int version) {
        return Optional.ofNullable(known.get(version));
    }

    /**
     * Looks for the key of that version, unless it is known.
     *
     * @throws DataAccessException when PostgreSQL can't be asked
     */
    void look(int version) {
        if (!known.containsKey(version) && (known.isEmpty() || isLongAgo(LOOK_AGAIN))) {
            load();
        }
    }

    private synchronized void refresh() {
        if (!isLongAgo(REFRESH)) {
            return;
        }
        try {
            load();
        } catch (DataAccessException e) {
            // Of everybody one has waited for it.
            lookedAt = nanoTime.getAsLong();
            LOG.atWarn()
                    .addKeyValue("action", "load-context-keys")
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("PostgreSQL can't be asked for newer keys of contexts");
        }
    }

    private synchronized void load() {
        Map<Integer, Key> loaded = new HashMap<>();
        Key newest = null;
        for (Row row : table.get()) {
            loaded.put(row.key().version(), row.key());
            newest = newest == null || row.isSettled() ? row.key() : newest;
        }
        known = Map.copyOf(loaded);
        signing = newest;
        lookedAt = nanoTime.getAsLong();
    }

    private boolean isLongAgo(Duration time) {
        return nanoTime.getAsLong() - lookedAt > time.toNanos();
    }
}

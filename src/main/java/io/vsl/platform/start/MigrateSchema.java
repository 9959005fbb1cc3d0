package io.vsl.platform.start;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Brings the schema to the state that the stages expect. It is the first one of the connection's search path, and may
 * hold what others have put there, so long as it has none of our names.
 */
@Component
class MigrateSchema {

    private static final String HISTORY = "flyway_schema_history";

    /** Where {@link #HISTORY} is another application's. */
    private static final String OWN_HISTORY = "vsl_schema_history";

    private static final Pattern CREATES = Pattern.compile(
            "^CREATE (?:TABLE|VIEW|(?:UNIQUE )?INDEX) (?:IF NOT EXISTS )?([a-z_0-9]+)", Pattern.MULTILINE);

    private static final Pattern ONE_NAME = Pattern.compile("[a-z_][a-z_0-9]*|\"[^\"]+\"");

    private final DataSource dataSource;
    private final JdbcClient jdbc;

    MigrateSchema(DataSource dataSource) {
        this.dataSource = dataSource;
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** @throws SetupFailed when the schema isn't there, isn't for us, or has something under a name of ours */
    void migrate() {
        List<Resource> migrations = migrations();
        String schema = schema();
        String history = isOfOthers(schema, HISTORY, migrations) ? OWN_HISTORY : HISTORY;
        if (isNew(schema, history)) {
            requirePlace(schema, migrations);
        }
        // Whatever is there already is before our first.
        Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:database")
                .table(history)
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
    }

    /** The one in which tables are created; a missing one is made when it can be told by its name. */
    private String schema() {
        Optional<String> schema = currentSchema();
        if (schema.isPresent()) {
            return schema.get();
        }
        String path = jdbc.sql("SELECT current_setting('search_path')")
                .query(String.class)
                .single();
        if (!ONE_NAME.matcher(path).matches()) {
            throw new SetupFailed(
                    "PostgreSQL has none of the schemas of the search path " + path,
                    "Create one of them, or name another: DATABASE_URL=…?currentSchema=name");
        }
        jdbc.sql("CREATE SCHEMA IF NOT EXISTS " + path).update();
        return currentSchema().orElseThrow();
    }

    private Optional<String> currentSchema() {
        return Optional.of(jdbc.sql("SELECT coalesce(current_schema(), '')")
                        .query(String.class)
                        .single())
                .filter(schema -> !schema.isEmpty());
    }

    private boolean isThere(String schema, String relation) {
        return jdbc.sql("SELECT to_regclass(quote_ident(:schema) || '.' || quote_ident(:relation)) IS NOT NULL")
                .param("schema", schema)
                .param("relation", relation)
                .query(Boolean.class)
                .single();
    }

    /** Whether a history tells of migrations, and of none of ours. */
    private boolean isOfOthers(String schema, String history, List<Resource> migrations) {
        if (!isThere(schema, history)) {
            return false;
        }
        List<String> scripts = jdbc.sql("SELECT script FROM %s WHERE type = 'SQL'".formatted(history))
                .query(String.class)
                .list();
        return !scripts.isEmpty()
                && migrations.stream().noneMatch(migration -> scripts.contains(migration.getFilename()));
    }

    private boolean isNew(String schema, String history) {
        return !isThere(schema, history)
                || jdbc.sql("SELECT count(*) FROM %s WHERE type = 'SQL'".formatted(history))
                                .query(Integer.class)
                                .single()
                        == 0;
    }

    private void requirePlace(String schema, List<Resource> migrations) {
        if (!jdbc.sql("SELECT has_schema_privilege(:schema, 'CREATE')")
                .param("schema", schema)
                .query(Boolean.class)
                .single()) {
            throw new SetupFailed(
                    "PostgreSQL's user may not create tables in the schema " + schema,
                    "GRANT USAGE, CREATE ON SCHEMA %s TO the user of DATABASE_URL".formatted(schema));
        }
        List<String> taken = migrations.stream()
                .flatMap(migration -> CREATES.matcher(text(migration)).results())
                .map((MatchResult found) -> found.group(1))
                .filter(name -> isThere(schema, name))
                .toList();
        if (!taken.isEmpty()) {
            throw new SetupFailed(
                    "PostgreSQL's schema %s has %s already, which are not ours: no migration is noted in %s"
                            .formatted(schema, String.join(", ", taken), HISTORY),
                    "Name a schema of our own, which is made when it is missing: DATABASE_URL=…?currentSchema=vsl;"
                            + " if they are of a VSL before, restore " + HISTORY + " with them");
        }
    }

    private static List<Resource> migrations() {
        try {
            return new ArrayList<>(
                    List.of(new PathMatchingResourcePatternResolver().getResources("classpath:database/*.sql")));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(Resource migration) {
        try {
            return migration.getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

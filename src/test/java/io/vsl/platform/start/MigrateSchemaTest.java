package io.vsl.platform.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsl.testing.Database;
import io.vsl.testing.NeedsServers;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database is seldom empty: helpers of the cloud, extensions and other applications are there before us. */
@NeedsServers
class MigrateSchemaTest {

    private final String name = "m" + UUID.randomUUID().toString().substring(0, 8);
    private final Database database = Database.create(name);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE FUNCTION rds_helper() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
                "CREATE TABLE spatial_ref_sys (srid integer PRIMARY KEY)",
                "CREATE VIEW geometry_columns AS SELECT 1 AS one",
                "CREATE TYPE mood AS ENUM ('glad')",
                "CREATE SEQUENCE others"
            })
    void whatOthersHaveInTheSchemaStaysAndOursIsPutBesideIt(String theirs) {
        database.execute(theirs);

        migrate("");
        migrate("");

        assertThat(tables("public")).contains("jobs", "job_events", "prediction_attempts", "api_keys");
        assertThat(database.query("SELECT version FROM flyway_schema_history ORDER BY installed_rank"))
                .startsWith("0", "1", "2", "3");
    }

    @Test
    void anEmptySchemaIsMigratedAsBefore() {
        migrate("");

        assertThat(database.query("SELECT version FROM flyway_schema_history ORDER BY installed_rank"))
                .startsWith("1", "2", "3");
    }

    @Test
    void whereAnotherApplicationMigratesWithFlywayOursHasAHistoryOfItsOwn() {
        database.execute("""
                CREATE TABLE flyway_schema_history (installed_rank integer PRIMARY KEY, version text, description text,
                    type text, script text, checksum integer, installed_by text, installed_on timestamp,
                    execution_time integer, success boolean)""");
        database.execute("""
                INSERT INTO flyway_schema_history
                VALUES (1, '1', 'theirs', 'SQL', 'V1__theirs.sql', 5, 'them', now(), 1, true)""");

        migrate("");
        migrate("");

        assertThat(tables("public")).contains("jobs");
        assertThat(database.query("SELECT script FROM flyway_schema_history")).containsExactly("V1__theirs.sql");
        assertThat(database.query("SELECT script FROM vsl_schema_history")).contains("V1__jobs.sql");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE jobs (id integer)",
                "CREATE VIEW usage_tracking AS SELECT 1 AS one",
                "CREATE TABLE api_keys (id integer)"
            })
    void aNameOfOursThatIsTakenIsSaidAndNothingIsChanged(String theirs) {
        database.execute(theirs);
        List<String> before = tables("public");

        assertThatThrownBy(() -> migrate("")).isInstanceOfSatisfying(SetupFailed.class, failure -> {
            assertThat(failure).hasMessageContainingAll("schema public", theirs.split(" ")[2], "not ours");
            assertThat(failure.mend()).contains("?currentSchema=vsl");
        });
        assertThat(tables("public")).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSchemaOfOurOwnIsUsedAndMadeWhenItIsMissing(boolean exists) {
        database.execute("CREATE TABLE jobs (id integer)");
        if (exists) {
            database.execute("CREATE SCHEMA vsl");
        }

        migrate("?currentSchema=vsl");
        migrate("?currentSchema=vsl");

        assertThat(tables("vsl")).contains("jobs", "job_events", "flyway_schema_history");
        assertThat(tables("public")).containsExactly("jobs");
    }

    @Test
    void aSearchPathWithoutASchemaThatIsThereIsSaid() {
        assertThatThrownBy(() -> migrate("?currentSchema=one,two"))
                .isInstanceOf(SetupFailed.class)
                .hasMessageContaining("one,two");
    }

    @Test
    void aUserWhoMayNotCreateTablesIsSaid() {
        database.execute("CREATE ROLE %s LOGIN PASSWORD 'fake'".formatted(name));
        try {
            assertThatThrownBy(() -> new MigrateSchema(database.as(name, "fake")).migrate())
                    .isInstanceOfSatisfying(SetupFailed.class, failure -> {
                        assertThat(failure).hasMessageContaining("may not create tables in the schema public");
                        assertThat(failure.mend()).contains("GRANT USAGE, CREATE ON SCHEMA public");
                    });
        } finally {
            database.execute("DROP ROLE " + name);
        }
    }

    private void migrate(String options) {
        new MigrateSchema(database.source(options)).migrate();
    }

    private List<String> tables(String schema) {
        return database.query("""
                SELECT relname FROM pg_class WHERE relkind IN ('r', 'v') AND relnamespace = '%s'::regnamespace
                ORDER BY relname""".formatted(schema));
    }
}

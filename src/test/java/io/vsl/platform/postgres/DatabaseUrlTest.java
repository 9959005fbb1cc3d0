package io.vsl.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "postgres"})
    void userAndPasswordStandInTheUri(String scheme) {
        assertThat(DatabaseUrl.parse(scheme + "://vsl:fake@db.internal:6432/jobs"))
                .isEqualTo(new DatabaseUrl("jdbc:postgresql://db.internal:6432/jobs", "vsl", "fake"));
    }

    @Test
    void thePortIsPostgresqlsOwnUnlessGiven() {
        assertThat(DatabaseUrl.parse("postgresql://db/jobs").jdbcUrl()).isEqualTo("jdbc:postgresql://db:5432/jobs");
    }

    @Test
    void userAndPasswordMayBeLeftOut() {
        assertThat(DatabaseUrl.parse("postgresql://db/jobs").username()).isNull();
        assertThat(DatabaseUrl.parse("postgresql://vsl@db/jobs").username()).isEqualTo("vsl");
        assertThat(DatabaseUrl.parse("postgresql://vsl@db/jobs").password()).isNull();
    }

    @Test
    void theyArePercentEncodedAndAPlusIsAPlus() {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://v%40sl:a%2Fb+c%3Ad:e@db/jobs");

        assertThat(url.username()).isEqualTo("v@sl");
        assertThat(url.password()).isEqualTo("a/b+c:d:e");
    }

    @Test
    void optionsAreKept() {
        assertThat(DatabaseUrl.parse("postgresql://db/jobs?sslmode=require&options=-c%20x")
                        .jdbcUrl())
                .isEqualTo("jdbc:postgresql://db:5432/jobs?sslmode=require&options=-c%20x");
    }

    @Test
    void anIpv6AddressKeepsItsBrackets() {
        assertThat(DatabaseUrl.parse("postgresql://[::1]:6432/jobs").jdbcUrl())
                .isEqualTo("jdbc:postgresql://[::1]:6432/jobs");
    }

    @Test
    void aJdbcUrlIsTakenAsItIs() {
        String jdbcUrl = "jdbc:postgresql://db/jobs?user=vsl&password=fake";

        assertThat(DatabaseUrl.parse(jdbcUrl)).isEqualTo(new DatabaseUrl(jdbcUrl, null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "db/jobs",
                "mysql://vsl:hidden@db/jobs",
                "postgresql://vsl:hidden@db",
                "postgresql://vsl:hidden@db/",
                "postgresql:///jobs",
                "postgresql://vsl:hid den@db/jobs",
                "jdbc:mysql://db/jobs"
            })
    void anythingElseIsRefusedWithoutRepeatingThePassword(String url) {
        assertThatThrownBy(() -> DatabaseUrl.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("hid")
                .hasNoCause();
    }
}

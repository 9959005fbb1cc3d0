package io.vsl.admin;

import static io.vsl.testing.Http.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Database;
import io.vsl.testing.Devstack;
import io.vsl.testing.NeedsServers;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators see what predictions have cost, to the last digit. */
@NeedsServers
class CostsTest {

    private static final Database DATABASE = Database.create("test_costs");

    private static Application application;
    private static Client operator;

    @BeforeAll
    static void start() {
        application = Application.start(Map.of("VSL_STAGES", "setup,admin", "DATABASE_URL", DATABASE.url()));
        operator = new Client(application.url(), Devstack.shared().get("VSL_OPERATOR_KEY"));
        // An hour more than a day has, in Berlin: from 22:00 to 23:00 of the next.
        insert("alice", "flux-schnell", "2026-10-24T21:59:59.999Z", "metered", "0.0001");
        insert("alice", "flux-schnell", "2026-10-24T22:00:00Z", "metered", "0.003");
        insert("alice", "sdxl", "2026-10-25T00:30:00Z", "estimated", "0.01");
        insert("bob", "sdxl", "2026-10-25T01:30:00Z", "unknown", null);
        insert("bob", "flux-schnell", "2026-10-25T22:59:59.999Z", "metered", "0.0002");
        insert("bob", "flux-schnell", "2026-10-25T23:00:00Z", "unknown", null);
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    private static void insert(String user, String model, String at, String source, String usd) {
        DATABASE.execute("""
                INSERT INTO attempt_charges (job_id, attempt, prediction_id, user_id, model_id, ended_at, usd, source, guessed)
                VALUES (gen_random_uuid(), 1, 'p1', '%s', '%s', '%s', %s, '%s', false)""".formatted(user, model, at, usd, source));
    }

    @Test
    void daysAreThoseOfTheTimeZoneAlsoWhenItsClocksChange() {
        JsonNode costs = costs("from=2026-10-24&before=2026-10-27&timeZone=Europe/Berlin");

        assertThat(groups(costs))
                .containsExactly(
                        "2026-10-24 1 1 0 0 0.0001", "2026-10-25 4 2 1 1 0.0132", "2026-10-26 1 0 0 1 unknown");
        assertThat(text(costs.path("total"))).isEqualTo("6 3 1 2 0.0133");
        assertThat(costs.has("others")).isFalse();
        assertThat(groups(costs("from=2026-10-24&before=2026-10-27")))
                .containsExactly("2026-10-24 2 2 0 0 0.0031", "2026-10-25 4 1 1 2 0.0102");
        assertThat(groups(costs("from=2026-10-25&before=2026-10-26&timeZone=Europe/Berlin")))
                .containsExactly("2026-10-25 4 2 1 1 0.0132");
    }

    @Test
    void groupsAreTheDearestFirstAndWithTheOthersAddUpToTheTotal() {
        assertThat(groups(costs("from=2026-10-01&by=model")))
                .containsExactly("sdxl 2 0 1 1 0.01", "flux-schnell 4 3 0 1 0.0033");
        assertThat(groups(costs("from=2026-10-01&by=user")))
                .containsExactly("alice 3 2 1 0 0.0131", "bob 3 1 0 2 0.0002");
        assertThat(groups(costs("from=2026-10-01&by=user&modelId=sdxl")))
                .containsExactly("alice 1 0 1 0 0.01", "bob 1 0 0 1 unknown");
        assertThat(groups(costs("from=2026-10-01&by=batch&userId=bob"))).containsExactly("none 3 1 0 2 0.0002");

        JsonNode dearest = costs("from=2026-10-01&by=user&limit=1");
        assertThat(groups(dearest)).containsExactly("alice 3 2 1 0 0.0131");
        assertThat(text(dearest.path("others"))).isEqualTo("3 1 0 2 0.0002");
        JsonNode unknown = costs("from=2026-10-01&by=user&modelId=sdxl&limit=1");
        assertThat(text(unknown.path("others"))).isEqualTo("1 0 0 1 unknown");
    }

    @Test
    void aMonthWithoutAnyCostsNobodyKnowsWhat() {
        JsonNode costs = costs("from=2020-02-10");

        assertThat(costs.path("before").asText()).isEqualTo("2020-03-01");
        assertThat(text(costs.path("total"))).isEqualTo("0 0 0 0 unknown");
        assertThat(costs.path("groups")).isEmpty();
        assertThat(costs("before=2020-03-01").path("from").asText()).isEqualTo("2020-02-01");
    }

    /** By another way of adding up. */
    @Test
    void theSumsAreThoseOfTheRows() {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            boolean known = random.nextInt(5) > 0;
            insert(
                    "user" + random.nextInt(4),
                    "model" + random.nextInt(3),
                    "2026-%02d-%02dT%02d:30:00Z".formatted(3, 25 + random.nextInt(7), random.nextInt(24)),
                    known ? "metered" : "unknown",
                    known ? "0." + "%04d".formatted(random.nextInt(10_000)) : null);
        }
        String rows = DATABASE.query(
                        "SELECT sum(usd) FROM attempt_charges WHERE ended_at BETWEEN '2026-03-25' AND '2026-04-01'")
                .getFirst();
        for (String by : List.of("day", "model", "user")) {
            JsonNode costs = costs("from=2026-03-24&before=2026-04-02&timeZone=Europe/Berlin&by=" + by);
            BigDecimal sum = StreamSupport.stream(costs.path("groups").spliterator(), false)
                    .map(group -> group.path("usd").decimalValue())
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            assertThat(costs.at("/total/usd").decimalValue()).isEqualByComparingTo(rows);
            assertThat(sum).isEqualByComparingTo(rows);
            assertThat(costs.at("/total/attempts").asInt()).isEqualTo(300);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "by=key, by",
        "from=2026-02-30, from",
        "from=1999-01-01, from",
        "from=2026-02-02&before=2026-02-02, before",
        "before=soon, before",
        "timeZone=Europe/Atlantis, timeZone",
        "timeZone=%2B02:00, timeZone",
        "userId=%0a, userId",
        "modelId=a%20b, modelId",
        "limit=0, limit",
    })
    void whatCanNotBeMeantIsNamed(String query, String field) {
        Client.Answer answer = operator.get("/admin/costs?" + query);

        assertProblem(answer.response(), 400, "VALIDATION_FAILED");
        assertThat(answer.body().at("/details/0/field").asText()).isEqualTo(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Etc/GMT+12", "UTC"})
    void aTimeZoneIsOneThatTheDatabaseKnows(String zone) {
        assertThat(costs("from=2026-10-01&timeZone=" + zone.replace("+", "%2B"))
                        .path("timeZone")
                        .asText())
                .isEqualTo(zone);
    }

    private static JsonNode costs(String query) {
        Client.Answer answer = operator.get("/admin/costs?" + query);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return answer.body();
    }

    private static List<String> groups(JsonNode costs) {
        return StreamSupport.stream(costs.path("groups").spliterator(), false)
                .map(group -> group.path("key").asText("none") + " " + text(group))
                .toList();
    }

    private static String text(JsonNode sums) {
        return "%d %d %d %d %s"
                .formatted(
                        sums.path("attempts").asInt(),
                        sums.path("metered").asInt(),
                        sums.path("estimated").asInt(),
                        sums.path("unknown").asInt(),
                        sums.has("usd")
                                ? sums.path("usd")
                                        .decimalValue()
                                        .stripTrailingZeros()
                                        .toPlainString()
                                : "unknown");
    }
}

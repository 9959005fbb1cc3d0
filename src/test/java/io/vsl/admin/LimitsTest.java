package io.vsl.admin;

import static io.vsl.testing.Http.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.testing.Application;
import io.vsl.testing.Client.Answer;
import io.vsl.testing.Database;
import io.vsl.testing.Devstack;
import io.vsl.testing.Http;
import io.vsl.testing.NeedsServers;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators say what users may ask for. */
@NeedsServers
class LimitsTest {

    private static Application application;

    private final String user = "limited|" + UUID.randomUUID().toString().substring(0, 8);
    private final String path = "/admin/users/" + user.replace("|", "%7C") + "/limits";

    @BeforeAll
    static void start() {
        Database database = Database.create("test_limits");
        application = Application.start(Map.of("VSL_STAGES", "setup,admin", "DATABASE_URL", database.url()));
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    private static Answer call(String key, String method, String path, String body) {
        var response = Http.send(Http.to(application.url() + path)
                .header("X-API-Key", key)
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
        return new Answer(response, Http.json(response.body()));
    }

    private static Answer operator(String method, String path, String body) {
        return call(Devstack.shared().get("VSL_OPERATOR_KEY"), method, path, body);
    }

    @Test
    void ofAUserAboutWhomNobodyHasSaidAnythingThereAreNone() {
        assertThat(operator("GET", path, "").body()).isEqualTo(Http.json("{\"userId\":\"%s\"}".formatted(user)));
    }

    @Test
    void theyAreAsTheyWereSetLast() {
        JsonNode set = operator(
                        "PUT",
                        path,
                        "{\"budget\":12.5000,\"requestsPerHour\":7,\"requestsPerDay\":0,\"mediaRetentionDays\":30}")
                .body();

        assertThat(set.path("budget").asText()).isEqualTo("12.5");
        assertThat(set.path("requestsPerHour").asInt()).isEqualTo(7);
        assertThat(set.path("requestsPerDay").asText()).isEqualTo("0");
        assertThat(set.path("mediaRetentionDays").asInt()).isEqualTo(30);
        assertThat(set.path("changedBy").asText()).isEqualTo("operator");
        assertThat(set.path("changedAt").asText()).isNotBlank();
        assertThat(operator("GET", path, "").body()).isEqualTo(set);

        JsonNode less = operator("PUT", path, "{\"requestsPerHour\":null}").body();

        assertThat(less.has("budget")).isFalse();
        assertThat(less.has("requestsPerHour")).isFalse();
        assertThat(operator("GET", path, "").body()).isEqualTo(less);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"budget\":-1}|budget|OUT_OF_RANGE",
                "{\"budget\":0.00001}|budget|OUT_OF_RANGE",
                "{\"budget\":10000000.01}|budget|OUT_OF_RANGE",
                "{\"budget\":1e400}|budget|WRONG_TYPE",
                "{\"budget\":\"5\"}|budget|WRONG_TYPE",
                "{\"budget\":[]}|budget|WRONG_TYPE",
                "{\"requestsPerHour\":-1}|requestsPerHour|OUT_OF_RANGE",
                "{\"requestsPerDay\":0.5}|requestsPerDay|WRONG_TYPE",
                "{\"mediaRetentionDays\":0}|mediaRetentionDays|OUT_OF_RANGE",
                "{\"mediaRetentionDays\":36501}|mediaRetentionDays|OUT_OF_RANGE",
                "{\"mediaRetentionDays\":\"P30D\"}|mediaRetentionDays|WRONG_TYPE",
                "{\"userId\":\"a\"}|userId|UNKNOWN_FIELD",
            })
    void whatIsWrongIsNamedAndNothingIsSet(String body, String field, String code) {
        JsonNode problem = assertProblem(operator("PUT", path, body).response(), 400, "VALIDATION_FAILED");

        assertThat(problem.at("/details/0/field").asText()).isEqualTo(field);
        assertThat(problem.at("/details/0/code").asText()).isEqualTo(code);
        assertThat(operator("GET", path, "").body().has("changedAt")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.0001", "1E+2", "1e2", "10000000"})
    void whatIsMoneyIsTaken(String budget) {
        assertThat(operator("PUT", path, "{\"budget\":%s}".formatted(budget))
                        .body()
                        .path("budget")
                        .decimalValue())
                .isEqualByComparingTo(budget);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..x", "%20", "a%2Fb"})
    void whoCanBeNobodyIsNotThere(String nobody) {
        for (String method : new String[] {"GET", "PUT"}) {
            assertThat(operator(method, "/admin/users/" + nobody + "/limits", "{}")
                            .status())
                    .isIn(400, 404);
        }
    }

    @Test
    void usersSetNothing() {
        String key = operator("POST", "/admin/keys", "{\"userId\":\"somebody\"}")
                .body()
                .path("key")
                .asText();

        assertProblem(call(key, "GET", path, "").response(), 403, "FORBIDDEN");
        assertProblem(call(key, "PUT", path, "{}").response(), 403, "FORBIDDEN");
    }

    @Test
    void whoMayOnlyLookLooks() {
        String key = operator("POST", "/admin/keys", "{\"userId\":\"auditor\",\"scope\":\"read-only operator\"}")
                .body()
                .path("key")
                .asText();

        assertThat(call(key, "GET", path, "").status()).isEqualTo(200);
        assertProblem(call(key, "PUT", path, "{}").response(), 403, "FORBIDDEN");
    }
}

package io.vsl.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.platform.topology.Topology;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Devstack;
import io.vsl.testing.Http;
import io.vsl.testing.Log;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** An operator of an application with stages and stores of its own, so that what is in these is what its log says. */
final class Operator {

    private static final String SCHEMA = "admin_test";

    private static @Nullable Operator shared;

    private final Application application;

    private Operator(Application application) {
        this.application = application;
    }

    static synchronized Operator shared() {
        if (shared == null) {
            createSchema(Devstack.shared().get("DATABASE_URL"));
            shared = new Operator(Application.start(settings()));
        }
        return shared;
    }

    private static Map<String, String> settings() {
        return Map.of(
                "DATABASE_URL", Devstack.shared().get("DATABASE_URL") + "?currentSchema=" + SCHEMA,
                "vsl.redis.open-ttl", "1h",
                "REDIS_URL", Devstack.shared().get("REDIS_URL") + "/5",
                "DYNAMODB_TABLE", "vsl-jobs-admin",
                "vsl.admin.unknown-after", "1s",
                "vsl.stage.holding-after", "1s",
                // So few that the log is read more than once.
                "vsl.admin.verify-at-once", "50",
                "vsl.admin.catch-up", "20s");
    }

    /** A second application beside it, of the stage admin alone. */
    Application another() {
        Map<String, String> settings = new HashMap<>(settings());
        settings.put("VSL_STAGES", "admin");
        settings.put("VSL_TOPIC_PREFIX", application.topic("").replace(".", ""));
        return Application.start(settings);
    }

    private static void createSchema(String database) {
        URI uri = URI.create(database);
        String[] user = uri.getUserInfo().split(":");
        JdbcClient.create(new DriverManagerDataSource(
                        "jdbc:postgresql://" + uri.getHost() + ":" + uri.getPort() + uri.getPath(), user[0], user[1]))
                .sql("CREATE SCHEMA IF NOT EXISTS " + SCHEMA)
                .update();
    }

    Application application() {
        return application;
    }

    /** A user of the same application. */
    Client client() {
        return new Client(application.url());
    }

    HttpResponse<String> send(String method, String path, String body, @Nullable String key) {
        HttpRequest.Builder request = Http.to(application.url() + path)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
        return Http.send(key == null ? request : request.header("X-API-Key", key));
    }

    HttpResponse<String> post(String path, String body) {
        return send("POST", path, body, Devstack.shared().get("VSL_OPERATOR_KEY"));
    }

    JsonNode get(String path) {
        HttpResponse<String> response = send("GET", path, "", Devstack.shared().get("VSL_OPERATOR_KEY"));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Http.json(response.body());
    }

    /** Has it done and waits for its end. */
    JsonNode ended(String path, String body) {
        HttpResponse<String> response = post(path, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        String location = response.headers().firstValue("Location").orElseThrow();
        assertThat(location)
                .isEqualTo("/admin/operations/"
                        + Http.json(response.body()).path("operationId").asText());
        return Awaitility.await(path)
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> get(location),
                        operation -> !operation.path("state").asText().equals("running"));
    }

    /** Has it done, expects success and gives its result. */
    JsonNode done(String path, String body) {
        JsonNode operation = ended(path, body);
        assertThat(operation.path("state").asText()).as(operation.toString()).isEqualTo("succeeded");
        return operation.path("result");
    }

    JsonNode verified() {
        return done("/admin/verifications", "{}");
    }

    /** Waits until a stage has taken up all that was replayed to it. */
    void awaitTakenUp(String stage) {
        Log.awaitDrained(application.topic(stage), List.of(application.topic(stage + ".retry")));
    }

    /** Waits until nothing is under way any more. */
    void awaitQuiet() {
        Awaitility.await("quiet")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> get("/admin/stages").path("stages").findValues("lag").stream()
                                .mapToLong(JsonNode::asLong)
                                .sum()
                        == 0);
    }

    /** Waits until all operations have ended. */
    void awaitFree() {
        Awaitility.await("operations")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> !get("/admin/operations?limit=10")
                        .findValuesAsText("state")
                        .contains("running"));
    }

    /** How many dead letters there are, of all stages. */
    long deadLetters() {
        return application.bean(Topology.class).consuming().stream()
                .mapToLong(stage -> Log.size(application.topic(stage + ".dead-letter")))
                .sum();
    }
}

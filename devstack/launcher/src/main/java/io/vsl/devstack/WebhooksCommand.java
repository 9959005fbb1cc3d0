package io.vsl.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where outcomes are told, and what came of it. */
@Command(
        name = "webhooks",
        description =
                "Lists your webhook endpoints; adds, tests and removes them; shows what was sent, and sends it again.")
final class WebhooksCommand implements Callable<Integer> {

    private static final String ENDPOINTS = "/webhook-endpoints";
    private static final String DEFAULT_SECRET = "/webhooks/default/secret";

    private final Terminal terminal;

    @Mixin
    private StackFolderOption state = new StackFolderOption();

    WebhooksCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    private VslClient client() throws IOException {
        return VslClient.from(System.getenv(), state.folder().environment());
    }

    private static String endpoint(String id) {
        return ENDPOINTS + "/" + VslClient.encoded(id);
    }

    private static ObjectNode body() {
        return JsonNodeFactory.instance.objectNode();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonNode endpoints = client().get(ENDPOINTS).path("endpoints");
        if (endpoints.isEmpty()) {
            terminal.line("No webhook endpoints");
        }
        endpoints.forEach(this::line);
        return 0;
    }

    private void line(JsonNode endpoint) {
        String how = endpoint.path("enabled").asBoolean()
                ? endpoint.has("failingSince")
                        ? "failing since " + endpoint.path("failingSince").asText()
                        : "enabled"
                : "disabled: " + endpoint.path("disabledReason").asText();
        terminal.line("%s  %s  %s  %s"
                .formatted(
                        endpoint.path("id").asText(),
                        endpoint.path("url").asText(),
                        how,
                        endpoint.path("description").asText()));
    }

    @Command(
            name = "create",
            description = "Adds an endpoint, and prints its id and the secret that signs what it gets.")
    int create(
            @Parameters(paramLabel = "URL", description = "Where to.") String url,
            @Option(names = "--event", paramLabel = "EVENT", description = "Of these alone, such as job.failed.")
                    @Nullable
                    List<String> events,
            @Option(names = "--description", paramLabel = "TEXT", description = "What it is for.") @Nullable
                    String description)
            throws IOException, InterruptedException {
        ObjectNode request = body().put("url", url);
        if (events != null) {
            events.forEach(request.withArray("events")::add);
        }
        if (description != null) {
            request.put("description", description);
        }
        JsonNode made = client().post(ENDPOINTS, request);
        terminal.line(made.path("id").asText() + "  " + made.path("secret").asText());
        return 0;
    }

    @Command(name = "delete", description = "Removes an endpoint: nothing more is sent to it.")
    int delete(@Parameters(paramLabel = "ID", description = "Of the endpoint.") String id)
            throws IOException, InterruptedException {
        client().delete(endpoint(id));
        return 0;
    }

    @Command(name = "enable", description = "Enables an endpoint: what was held is sent to it now.")
    int enable(@Parameters(paramLabel = "ID", description = "Of the endpoint.") String id)
            throws IOException, InterruptedException {
        line(client().post(endpoint(id) + "/enable", body()));
        return 0;
    }

    @Command(name = "disable", description = "Disables an endpoint: what it would be sent is held.")
    int disable(@Parameters(paramLabel = "ID", description = "Of the endpoint.") String id)
            throws IOException, InterruptedException {
        line(client().patch(endpoint(id), body().put("enabled", false)));
        return 0;
    }

    @Command(name = "test", description = "Sends a test event to an endpoint.")
    int test(@Parameters(paramLabel = "ID", description = "Of the endpoint.") String id)
            throws IOException, InterruptedException {
        line(client().post(endpoint(id) + "/test", body()), List.of());
        return 0;
    }

    @Command(name = "secret", description = "Prints the secret that signs what goes to your webhookUrls.")
    int secret(
            @Option(names = "--rotate", description = "Replaces it; for 24 hours both sign.") boolean rotate,
            @Option(names = "--endpoint", paramLabel = "ID", description = "Of this endpoint; needs --rotate.")
                    @Nullable
                    String id)
            throws IOException, InterruptedException {
        if (id != null && !rotate) {
            throw new UserError("An endpoint's secret is shown when it is made, and with --rotate");
        }
        String path = id == null ? DEFAULT_SECRET + "/rotate" : endpoint(id) + "/rotate-secret";
        JsonNode secret = rotate ? client().post(path, body()) : client().get(DEFAULT_SECRET);
        terminal.line(secret.path("key").asText());
        return 0;
    }

    @Command(name = "deliveries", description = "Lists what was sent, the newest first, and what came back.")
    int deliveries(
            @Option(names = "--status", paramLabel = "S", description = "pending, held, delivered or failed.") @Nullable
                    String status,
            @Option(names = "--endpoint", paramLabel = "ID", description = "To this one.") @Nullable String endpoint,
            @Option(names = "--since", paramLabel = "INSTANT", description = "From then on.") @Nullable String since,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "At most so many.")
                    int limit)
            throws IOException, InterruptedException {
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        parameters.put("limit", limit);
        parameters.put("status", status);
        parameters.put("endpointId", endpoint);
        parameters.put("since", since);
        JsonNode page = client().get("/webhook-deliveries" + VslClient.query(parameters));
        if (page.path("deliveries").isEmpty()) {
            terminal.line("Nothing was sent");
        }
        page.path("deliveries").forEach(delivery -> line(delivery, delivery.path("tries")));
        if (page.has("nextCursor")) {
            terminal.line(terminal.dim("There are more: --limit"));
        }
        return 0;
    }

    private void line(JsonNode delivery, Iterable<JsonNode> tries) {
        terminal.line("%s  %-13s  %-9s  %s  %s"
                .formatted(
                        delivery.path("id").asText(),
                        delivery.path("event").asText(),
                        delivery.path("status").asText(),
                        delivery.path("jobId").asText("-"),
                        delivery.path("url").asText()));
        tries.forEach(one -> terminal.line(terminal.dim("    %s  %s%s  %s s  %s"
                .formatted(
                        one.path("at").asText(),
                        one.path("result").asText(),
                        one.has("statusCode") ? " " + one.path("statusCode").asText() : "",
                        one.path("duration").asText(),
                        one.path("detail").asText().lines().findFirst().orElse("")))));
    }

    @Command(name = "redeliver", description = "Sends one again, or all that failed.")
    int redeliver(
            @Parameters(paramLabel = "ID", arity = "0..1", description = "Of the delivery.") @Nullable String id,
            @Option(names = "--failed", description = "All that failed.") boolean failed,
            @Option(names = "--endpoint", paramLabel = "ID", description = "Of all, those to this one.") @Nullable
                    String endpoint,
            @Option(names = "--since", paramLabel = "INSTANT", description = "Of all, those from then on.") @Nullable
                    String since,
            @Option(names = "--dry-run", description = "Says how many it would be.") boolean dryRun)
            throws IOException, InterruptedException {
        if (failed == (id != null)) {
            throw new UserError("Name one delivery, or say --failed");
        }
        if (id != null) {
            line(client().post("/webhook-deliveries/" + VslClient.encoded(id) + "/redeliver", body()), List.of());
            return 0;
        }
        ObjectNode request = body().put("dryRun", dryRun);
        if (endpoint != null) {
            request.put("endpointId", endpoint);
        }
        if (since != null) {
            request.put("since", since);
        }
        JsonNode told = client().post("/webhook-deliveries/redeliver", request);
        terminal.line(told.path(dryRun ? "matched" : "redelivered").asText()
                + (dryRun ? " would be sent again" : " are sent again"));
        return 0;
    }

    @Command(
            name = "listen",
            description = "Has outcomes told to this machine, and prints each whose signature is right, until Ctrl-C.")
    int listen(
            @Option(
                            names = "--port",
                            paramLabel = "N",
                            defaultValue = "0",
                            description = "Of 127.0.0.1 (default: any).")
                    int port)
            throws IOException, InterruptedException {
        VslClient vsl = client();
        try (WebhookListener listener = new WebhookListener(port, terminal)) {
            JsonNode endpoint =
                    vsl.post(ENDPOINTS, body().put("url", listener.url()).put("description", "./vsl webhooks listen"));
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(() -> remove(vsl, endpoint.path("id").asText()), "remove"));
            listener.listen(endpoint.path("secret").asText());
            terminal.line("Listening at " + listener.url() + "; Ctrl-C ends it");
            new CountDownLatch(1).await();
        }
        return 0;
    }

    private void remove(VslClient vsl, String id) {
        try {
            vsl.delete(endpoint(id));
        } catch (IOException | InterruptedException | UserError e) {
            terminal.line("The endpoint is still there: ./vsl webhooks delete " + id);
        }
    }
}

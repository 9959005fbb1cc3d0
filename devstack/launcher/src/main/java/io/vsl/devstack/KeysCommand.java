package io.vsl.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives out API keys and takes them back. */
@Command(name = "keys", description = "Lists API keys, the newest first; gives out new ones, limits and revokes them.")
final class KeysCommand implements Callable<Integer> {

    private static final String KEYS = "/admin/keys";

    private final Terminal terminal;

    @Mixin
    private OperatorStart operator = new OperatorStart();

    @Option(names = "--user", paramLabel = "ID", description = "Of this user (default: of all).")
    private @Nullable String userId;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "At most so many.")
    private int limit;

    KeysCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        String user = userId == null ? "" : "&userId=" + VslClient.encoded(userId);
        JsonNode page = operator.client().get(KEYS + "?limit=" + limit + user);
        if (page.path("keys").isEmpty()) {
            terminal.line("No keys");
        }
        page.path("keys").forEach(this::line);
        if (page.has("nextCursor")) {
            terminal.line(terminal.dim("There are more: --limit"));
        }
        return 0;
    }

    private void line(JsonNode key) {
        String how = key.has("revokedAt")
                ? "revoked " + key.path("revokedAt").asText()
                : "last used " + key.path("lastUsedAt").asText("never");
        terminal.line("%s  %s…  %-18s  %s  %s  %s"
                .formatted(
                        key.path("id").asText(),
                        key.path("prefix").asText("?"),
                        key.path("scope").asText(),
                        key.path("userId").asText(),
                        how,
                        key.path("description").asText()));
    }

    @Command(name = "create", description = "Prints a new key, which is shown this once, and its id.")
    int create(
            @Parameters(paramLabel = "USER", description = "Whose it is.") String user,
            @Option(
                            names = "--scope",
                            paramLabel = "S",
                            defaultValue = "user",
                            description = "user, operator or 'read-only operator'.")
                    String scope,
            @Option(names = "--description", paramLabel = "TEXT", description = "What it is for.") @Nullable
                    String description,
            @Mixin Limits limits)
            throws IOException, InterruptedException {
        ObjectNode request =
                JsonNodeFactory.instance.objectNode().put("userId", user).put("scope", scope);
        if (description != null) {
            request.put("description", description);
        }
        limits.into(request);
        JsonNode made = operator.client().post(KEYS, request);
        terminal.line(made.path("key").asText());
        terminal.line(terminal.dim(made.path("id").asText()));
        return 0;
    }

    @Command(name = "limits", description = "Changes how many requests a key may make.")
    int limits(@Parameters(paramLabel = "ID", description = "Of the key.") String id, @Mixin Limits limits)
            throws IOException, InterruptedException {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        limits.into(request);
        if (request.isEmpty()) {
            throw new UserError("Say --per-hour, --per-day, or both");
        }
        line(operator.client().patch(KEYS + "/" + VslClient.encoded(id), request));
        return 0;
    }

    @Command(name = "revoke", description = "Takes a key back: within 30 seconds it is valid nowhere.")
    int revoke(@Parameters(paramLabel = "ID", description = "Of the key.") String id)
            throws IOException, InterruptedException {
        operator.client().delete(KEYS + "/" + VslClient.encoded(id));
        return 0;
    }

    /** How many requests a key may make. */
    static final class Limits {

        private static final String DEFAULT = "default";

        @Option(
                names = "--per-hour",
                paramLabel = "N",
                description = "Requests an hour; 0 is no limit, default the one that all have.")
        private @Nullable String perHour;

        @Option(names = "--per-day", paramLabel = "N", description = "The same of a day.")
        private @Nullable String perDay;

        void into(ObjectNode request) {
            put(request, "requestsPerHour", perHour);
            put(request, "requestsPerDay", perDay);
        }

        private static void put(ObjectNode request, String name, @Nullable String value) {
            if (value == null) {
                return;
            }
            if (value.equals(DEFAULT)) {
                request.putNull(name);
            } else if (value.matches("[0-9]{1,10}")) {
                request.put(name, Long.parseLong(value));
            } else {
                throw new UserError("'" + value + "' is no number of requests, nor " + DEFAULT);
            }
        }
    }
}

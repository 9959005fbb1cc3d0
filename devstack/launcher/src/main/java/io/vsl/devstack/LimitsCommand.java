package io.vsl.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a user may ask for, and what this month's jobs have cost. */
@Command(
        name = "limits",
        description =
                "Shows what a user may ask for and has used this month, or sets it; a key's own limits come first.")
final class LimitsCommand implements Callable<Integer> {

    private static final List<String> FIELDS =
            List.of("budget", "requestsPerHour", "requestsPerDay", "mediaRetentionDays");

    private final Terminal terminal;

    @Mixin
    private OperatorStart operator = new OperatorStart();

    @Parameters(paramLabel = "USER", description = "Whose.")
    private String userId = "";

    @Option(
            names = "--budget",
            paramLabel = "USD",
            description = "For each calendar month, in UTC; none takes it away.")
    private @Nullable String budget;

    @Option(
            names = "--media-retention-days",
            paramLabel = "DAYS",
            description = "How long files of completed jobs are kept; none takes it away.")
    private @Nullable String mediaRetentionDays;

    @Mixin
    private KeysCommand.Limits requests = new KeysCommand.Limits();

    LimitsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        VslClient vsl = operator.client();
        String path = "/admin/users/" + VslClient.encoded(userId) + "/limits";
        ObjectNode changes = changes();
        JsonNode limits = vsl.get(path);
        if (!changes.isEmpty()) {
            ObjectNode wanted = JsonNodeFactory.instance.objectNode();
            FIELDS.stream().filter(limits::has).forEach(field -> wanted.set(field, limits.get(field)));
            wanted.setAll(changes);
            show(vsl.put(path, wanted));
        } else {
            show(limits);
        }
        JsonNode usage = vsl.get("/usage?userId=" + VslClient.encoded(userId));
        terminal.line("%s  %s jobs, %s USD spent, %s reserved%s"
                .formatted(
                        usage.path("month").asText(),
                        usage.path("jobs").asText(),
                        usage.path("spent").asText(),
                        usage.path("reserved").asText(),
                        usage.has("left") ? ", " + usage.path("left").asText() + " left" : ""));
        return 0;
    }

    private ObjectNode changes() {
        ObjectNode changes = JsonNodeFactory.instance.objectNode();
        requests.into(changes);
        if (mediaRetentionDays != null) {
            days(changes, mediaRetentionDays);
        }
        if (budget == null) {
            return changes;
        }
        if (budget.equals("none")) {
            return changes.putNull("budget");
        }
        try {
            return changes.put("budget", new BigDecimal(budget));
        } catch (NumberFormatException e) {
            throw new UserError("'" + budget + "' is no amount of USD, nor none");
        }
    }

    private static void days(ObjectNode changes, String days) {
        if (days.equals("none")) {
            changes.putNull("mediaRetentionDays");
        } else if (days.matches("[0-9]{1,5}")) {
            changes.put("mediaRetentionDays", Integer.parseInt(days));
        } else {
            throw new UserError("'" + days + "' is no number of days, nor none");
        }
    }

    private void show(JsonNode limits) {
        terminal.line("%s  budget %s  per hour %s  per day %s"
                .formatted(
                        limits.path("userId").asText(),
                        limits.has("budget") ? limits.path("budget").asText() + " USD a month" : "none",
                        limits.path("requestsPerHour").asText("default"),
                        limits.path("requestsPerDay").asText("default")));
    }
}

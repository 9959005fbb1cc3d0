package io.vsl.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What predictions have cost. */
@Command(name = "costs", description = "Shows what predictions have cost, this month by default.")
final class CostsCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private OperatorStart operator = new OperatorStart();

    @Option(names = "--by", paramLabel = "GROUP", description = "day (the default), model, user or batch.")
    private @Nullable String by;

    @Option(names = "--from", paramLabel = "DAY", description = "The first day, such as 2026-01-31.")
    private @Nullable String from;

    @Option(names = "--before", paramLabel = "DAY", description = "The first day that is not meant any more.")
    private @Nullable String before;

    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            description = "Whose days, such as Europe/Berlin; UTC by default.")
    private @Nullable String timeZone;

    @Option(names = "--user", paramLabel = "USER", description = "Of that user alone.")
    private @Nullable String user;

    @Option(names = "--model", paramLabel = "MODEL", description = "Of that model alone.")
    private @Nullable String model;

    @Option(names = "--limit", paramLabel = "COUNT", description = "How many groups, 50 by default.")
    private @Nullable Integer limit;

    CostsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonNode costs = operator.client().get("/admin/costs" + VslClient.query(asked()));
        terminal.line("%s until before %s, %s"
                .formatted(
                        costs.path("from").asText(),
                        costs.path("before").asText(),
                        costs.path("timeZone").asText()));
        costs.path("groups")
                .forEach(group -> terminal.line(line(group.path("key").asText("(none)"), group)));
        if (costs.has("others")) {
            terminal.line(line("others", costs.path("others")));
        }
        terminal.line(line("total", costs.path("total")));
        return 0;
    }

    private Map<String, @Nullable Object> asked() {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        given.put("by", by);
        given.put("from", from);
        given.put("before", before);
        given.put("timeZone", timeZone);
        given.put("userId", user);
        given.put("modelId", model);
        given.put("limit", limit);
        return given;
    }

    /** What is unknown is no amount. */
    static String line(String name, JsonNode sums) {
        String usd = sums.has("usd") ? sums.path("usd").decimalValue().toPlainString() + " USD" : "unknown";
        return "%-24s  %s  %s predictions: %s metered, %s estimated, %s unknown"
                .formatted(
                        name,
                        usd,
                        sums.path("attempts").asText(),
                        sums.path("metered").asText(),
                        sums.path("estimated").asText(),
                        sums.path("unknown").asText());
    }
}

package io.vsl.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Mixin;

/** Having something done as an operator, for the commands that do. */
final class OperatorStart {

    private static final int LOOK_EVERY_MS = 250;

    @Mixin
    private StackFolderOption state = new StackFolderOption();

    VslClient client() throws IOException {
        return VslClient.operator(System.getenv(), state.folder().environment());
    }

    /**
     * Begins an operation, shows how far it is and returns what came of it.
     *
     * @throws UserError when it is refused, or fails
     */
    JsonNode done(Terminal terminal, String path, JsonNode request) throws IOException, InterruptedException {
        VslClient vsl = client();
        String operationId = vsl.post(path, request).path("operationId").asText();
        boolean drawn = false;
        JsonNode operation = vsl.get("/admin/operations/" + operationId);
        while (operation.path("state").asText().equals("running")) {
            drawn = show(terminal, operation, drawn);
            Thread.sleep(LOOK_EVERY_MS);
            operation = vsl.get("/admin/operations/" + operationId);
        }
        if (drawn) {
            show(terminal, operation, true);
        }
        if (!operation.path("state").asText().equals("succeeded")) {
            throw new UserError("Operation " + operationId + " failed: "
                    + operation.path("error").asText());
        }
        return operation.path("result");
    }

    private static boolean show(Terminal terminal, JsonNode operation, boolean drawn) {
        if (!terminal.isInteractive()) {
            return false;
        }
        long records = operation.at("/progress/records").asLong();
        long total = operation.at("/progress/total").asLong();
        String line = "  " + operation.path("kind").asText() + "  "
                + terminal.bar(total == 0 ? 0 : (double) records / total)
                + "  %d of %d records".formatted(records, total);
        if (drawn) {
            terminal.redraw(List.of(line));
        } else {
            terminal.line(line);
        }
        return true;
    }

    /** What was copied to a stage, in words. */
    static String copied(JsonNode result, String stage, boolean dryRun) {
        String large = result.path("tooLarge").asLong() == 0
                ? ""
                : ", " + result.path("tooLarge").asLong() + " too large to be taken up again";
        return dryRun
                ? "%d records would go to %s again, of %d looked at%s"
                        .formatted(
                                result.path("chosen").asLong(),
                                stage,
                                result.path("read").asLong(),
                                large)
                : "%d records go to %s again, of %d looked at%s"
                        .formatted(
                                result.path("written").asLong(),
                                stage,
                                result.path("read").asLong(),
                                large);
    }
}

package io.vsl.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A job in words. */
final class JobText {

    private static final Map<String, String> LINKS = Map.of(
            "originalUrl", "original", "thumbnailUrl", "thumbnail", "previewUrl", "preview", "waveformUrl", "waveform");

    private JobText() {}

    /** What it is, how it ended, and its links. */
    static List<String> lines(JsonNode job, Terminal terminal) {
        List<String> lines = new ArrayList<>();
        lines.add(terminal.bold(job.path("jobId").asText()) + "  "
                + job.path("mediaType").asText() + "  " + job.path("modelId").asText() + "  "
                + job.path("status").asText());
        JsonNode error = job.path("error");
        if (!error.isMissingNode()) {
            lines.add("  " + terminal.red(error.path("code").asText()) + "  "
                    + error.path("message").asText());
        }
        JsonNode result = job.path("result");
        if (!result.isMissingNode()) {
            lines.add("  " + result.path("contentType").asText() + ", "
                    + result.path("fileSize").asLong() + " bytes"
                    + (job.has("cost") ? ", $" + job.get("cost").asText() : "")
                    + (job.has("processingTime")
                            ? ", " + Terminal.seconds(job.get("processingTime").asDouble())
                            : ""));
            for (String name : List.of("originalUrl", "thumbnailUrl", "previewUrl", "waveformUrl")) {
                if (result.hasNonNull(name)) {
                    lines.add("  %-9s  %s"
                            .formatted(LINKS.get(name), link(result.get(name).asText(), terminal)));
                }
            }
        }
        return lines;
    }

    /** The signature is as long as three lines and says nothing to a reader. */
    private static String link(String url, Terminal terminal) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query) + terminal.dim(url.substring(query));
    }
}

package io.vsl.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A job in words. */
final class JobText {

    /** What is made of a file, in the order in which it is shown: the member with its link, and what it is. */
    static final Map<String, String> DERIVED = derived();

    private static Map<String, String> derived() {
        Map<String, String> derived = new LinkedHashMap<>();
        derived.put("thumbnailUrl", "thumbnail");
        derived.put("previewUrl", "preview");
        derived.put("previewWebpUrl", "preview");
        derived.put("waveformUrl", "waveform");
        derived.put("peaksUrl", "peaks");
        return derived;
    }

    private static final Map<String, String> UNITS = units();

    private static Map<String, String> units() {
        Map<String, String> units = new LinkedHashMap<>();
        units.put("duration", " s");
        units.put("fps", " fps");
        units.put("codec", "");
        units.put("sampleRate", " Hz");
        units.put("loudness", " LUFS");
        return units;
    }

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
                    + facts(result)
                    + (job.has("cost") ? ", $" + job.get("cost").asText() : "")
                    + (job.has("processingTime")
                            ? ", " + Terminal.seconds(job.get("processingTime").asDouble())
                            : ""));
            if (result.hasNonNull("originalUrl")) {
                lines.add("  original   " + link(result.get("originalUrl").asText(), terminal));
            }
            DERIVED.forEach((name, what) -> {
                if (result.hasNonNull(name)) {
                    lines.add("  %-9s  %s".formatted(what, link(result.get(name).asText(), terminal)));
                }
            });
            for (JsonNode warning : result.path("warnings")) {
                lines.add("  " + terminal.dim(warning.path("message").asText()));
            }
        }
        return lines;
    }

    /** {@code , 1024x576, 2 s, 7 fps, h264, 32000 Hz, -23.1 LUFS}: what is known of the file. */
    private static String facts(JsonNode result) {
        StringBuilder facts = new StringBuilder();
        if (result.hasNonNull("width")) {
            facts.append(", ").append(result.get("width").asText()).append('x');
            facts.append(result.path("height").asText());
        }
        UNITS.forEach((name, unit) -> {
            if (result.hasNonNull(name)) {
                facts.append(", ").append(result.get(name).asText()).append(unit);
            }
        });
        return facts.toString();
    }

    /** The signature is as long as three lines and says nothing to a reader. */
    private static String link(String url, Terminal terminal) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query) + terminal.dim(url.substring(query));
    }
}

package io.vsl.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A job in words. */
final class JobText {

    /** A member of a result, and a word for it: what its link leads to, or its unit. */
    record Member(String name, String word) {}

    /** What is made of a file, in the order in which it is shown. */
    static final List<Member> DERIVED = List.of(
            new Member("thumbnailUrl", "thumbnail"),
            new Member("previewUrl", "preview"),
            new Member("previewWebpUrl", "preview"),
            new Member("waveformUrl", "waveform"),
            new Member("peaksUrl", "peaks"));

    private static final List<Member> FACTS = List.of(
            new Member("duration", " s"),
            new Member("fps", " fps"),
            new Member("codec", ""),
            new Member("sampleRate", " Hz"),
            new Member("loudness", " LUFS"));

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
            for (Member derived : DERIVED) {
                if (result.hasNonNull(derived.name())) {
                    lines.add("  %-9s  %s"
                            .formatted(
                                    derived.word(),
                                    link(result.get(derived.name()).asText(), terminal)));
                }
            }
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
        for (Member fact : FACTS) {
            if (result.hasNonNull(fact.name())) {
                facts.append(", ").append(result.get(fact.name()).asText()).append(fact.word());
            }
        }
        return facts.toString();
    }

    /** The signature is as long as three lines and says nothing to a reader. */
    private static String link(String url, Terminal terminal) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query) + terminal.dim(url.substring(query));
    }
}

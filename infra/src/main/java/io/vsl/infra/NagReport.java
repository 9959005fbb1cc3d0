package io.vsl.infra;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What cdk-nag found in the stacks of a folder of templates.
 *
 * @param lines one for each rule and what it was applied to
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record NagReport(List<Line> lines) {

    /**
     * One rule applied to one resource.
     *
     * @param compliance      {@code Compliant}, {@code Non-Compliant}, {@code Suppressed}, {@code UNKNOWN}
     * @param exceptionReason why it is suppressed, perhaps with what of it in brackets before
     * @param ruleLevel       {@code Error} or {@code Warning}
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Line(String ruleId, String resourceId, String compliance, String exceptionReason, String ruleLevel) {

        boolean isSuppressed() {
            return compliance.equals("Suppressed");
        }

        boolean isError() {
            return compliance.equals("Non-Compliant") && ruleLevel.equals("Error");
        }

        boolean isWarning() {
            return compliance.equals("Non-Compliant") && !isError();
        }
    }

    /** @param folder that a synth wrote to */
    static NagReport read(Path folder) throws IOException {
        List<Line> lines = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*-NagReport.json")) {
            for (Path file : files) {
                lines.addAll(new ObjectMapper()
                        .readValue(file.toFile(), NagReport.class)
                        .lines());
            }
        }
        return new NagReport(lines);
    }

    long errors() {
        return lines.stream().filter(Line::isError).count();
    }

    /** How many errors, how many suppressions, and each reason with where it is given. */
    String summary() {
        Map<String, List<String>> reasons = lines.stream()
                .filter(Line::isSuppressed)
                .collect(Collectors.groupingBy(
                        it -> "%s: %s".formatted(it.ruleId(), it.exceptionReason()),
                        TreeMap::new,
                        Collectors.mapping(Line::resourceId, Collectors.toList())));
        return "cdk-nag: %d errors in %d findings, %d suppressed%n"
                        .formatted(
                                errors(),
                                lines.size(),
                                reasons.values().stream().mapToInt(List::size).sum())
                + lines.stream()
                        .filter(it -> it.isError() || it.isWarning())
                        .map(it -> "%9s  %s of %s%n".formatted(it.ruleLevel(), it.ruleId(), it.resourceId()))
                        .collect(Collectors.joining())
                + reasons.entrySet().stream()
                        .map(it -> "%4d  %s%n      of %s%n"
                                .formatted(it.getValue().size(), it.getKey(), some(it.getValue())))
                        .collect(Collectors.joining());
    }

    private static String some(List<String> resources) {
        List<String> sorted = resources.stream().sorted().toList();
        return sorted.get(0) + (sorted.size() == 1 ? "" : " and %d more like it".formatted(sorted.size() - 1));
    }
}

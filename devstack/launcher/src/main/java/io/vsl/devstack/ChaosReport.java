package io.vsl.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The table at the end of a soak. */
final class ChaosReport {

    private static final int OFFENDERS_SHOWN = 20;

    private final Terminal terminal;

    ChaosReport(Terminal terminal) {
        this.terminal = terminal;
    }

    /** A heading and its counts, unless there are none. */
    void counts(String heading, Map<String, ? extends Number> counts) {
        if (!counts.isEmpty()) {
            heading(heading + ", "
                    + counts.values().stream().mapToLong(Number::longValue).sum());
            counts.forEach((name, count) -> line(name, count.longValue()));
        }
    }

    /** Jobs by what became of them; of one whose outcome changed, what the log said first. */
    void outcomes(Collection<List<JsonNode>> jobs) {
        Tally ends = new Tally();
        jobs.forEach(outcomes -> {
            JsonNode job = outcomes.get(0);
            String code = job.path("error").path("code").asText();
            ends.add(job.path("status").asText() + (code.isEmpty() ? "" : " " + code));
        });
        counts("Jobs", ends.sorted());
    }

    void heading(String text) {
        terminal.line("");
        terminal.line(terminal.bold(text));
    }

    void line(String name, long count) {
        terminal.line("  %-34s %6d".formatted(name, count));
    }

    /** @return whether there is nothing to find */
    boolean findings(List<ChaosAudit.Finding> findings) {
        heading("Audit");
        for (ChaosAudit.Finding finding : findings) {
            String count = "%11s".formatted(finding.count() == null ? "not checked" : finding.count());
            terminal.line("  %-29s %s"
                    .formatted(finding.name(), finding.isGood() ? terminal.green(count) : terminal.red(count)));
            finding.offenders().stream().limit(OFFENDERS_SHOWN).forEach(who -> terminal.line("      " + who));
            if (finding.offenders().size() > OFFENDERS_SHOWN) {
                terminal.line("      and " + (finding.offenders().size() - OFFENDERS_SHOWN) + " more");
            }
        }
        terminal.line("");
        return findings.stream().allMatch(ChaosAudit.Finding::isGood);
    }
}

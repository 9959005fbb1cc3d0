package io.vsl.devstack;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what runs where. */
@Command(name = "ps", description = "Shows what runs where.")
final class PsCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private StackFolderOption state = new StackFolderOption();

    PsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Map<String, String> environment = state.folder().environment();
        if (environment.isEmpty()) {
            terminal.line("VSL isn't up.");
            return 0;
        }
        List<Leftovers.Entry> running = state.folder().processes().running();
        terminal.line(terminal.dim("%-10s  %-20s  %-16s  %8s  %s".formatted("NAME", "", "ADDRESS", "PID", "UP FOR")));
        for (Service service : Service.USUAL) {
            Optional<Leftovers.Entry> process = running.stream()
                    .filter(entry -> entry.service().equals(service.id()))
                    .findFirst();
            terminal.line("%-10s  %-20s  %-16s  %8s  %s"
                    .formatted(
                            service.id(),
                            service.title(),
                            service.address(environment),
                            process.map(entry -> String.valueOf(entry.pid())).orElse("-"),
                            process.map(entry -> age(entry.start())).orElse(terminal.red("not running"))));
        }
        return 0;
    }

    private static String age(long start) {
        Duration age = Duration.between(Instant.ofEpochMilli(start), Instant.now());
        return age.toHours() > 0
                ? age.toHours() + " h " + age.toMinutesPart() + " min"
                : age.toMinutes() > 0 ? age.toMinutes() + " min " + age.toSecondsPart() + " s" : age.toSeconds() + " s";
    }
}

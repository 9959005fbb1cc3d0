package io.vsl.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How often the threads of a process were woken up: they gave their processor up as often, by themselves. */
final class WakeUps {

    private static final String COUNT = "voluntary_ctxt_switches:";

    private WakeUps() {}

    /** So far, of each thread that lives; none where there is no /proc. */
    static Map<String, Long> of(long pid) throws IOException {
        Path tasks = Path.of("/proc", Long.toString(pid), "task");
        if (Files.notExists(tasks)) {
            return Map.of();
        }
        Map<String, Long> counts = new HashMap<>();
        try (Stream<Path> threads = Files.list(tasks)) {
            for (Path thread : threads.toList()) {
                counts.put(thread.getFileName().toString(), count(thread.resolve("status")));
            }
        }
        return counts;
    }

    private static long count(Path status) {
        try {
            List<String> lines = Files.readAllLines(status);
            return lines.stream()
                    .filter(line -> line.startsWith(COUNT))
                    .mapToLong(line ->
                            Long.parseLong(line.substring(COUNT.length()).strip()))
                    .sum();
        } catch (IOException ended) {
            return 0;
        }
    }

    /** Of those that live in the end. */
    static long between(Map<String, Long> before, Map<String, Long> after) {
        return after.entrySet().stream()
                .mapToLong(thread -> Math.max(0, thread.getValue() - before.getOrDefault(thread.getKey(), 0L)))
                .sum();
    }
}

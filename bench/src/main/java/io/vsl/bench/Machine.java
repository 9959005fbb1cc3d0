package io.vsl.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What a run was measured on.
 *
 * @param processor as the operating system names it
 * @param memory    in GiB
 * @param commit    of the sources, with {@code -dirty} when they were changed since
 */
record Machine(Instant time, String processor, int processors, long memory, String system, String java, String commit) {

    static Machine here() throws IOException, InterruptedException {
        return new Machine(Instant.now().truncatedTo(ChronoUnit.SECONDS), proc("/proc/cpuinfo", "model name"),
                Runtime.getRuntime().availableProcessors(),
                Math.round(Long.parseLong(proc("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) / (double) (1 << 20)),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vendor") + " " + Runtime.version(), checkedOut());
    }

    /** 0 where the system does not say. */
    private static String proc(String file, String name) throws IOException {
        Path path = Path.of(file);
        return Files.notExists(path) ? "0" : Files.readAllLines(path).stream()
                .filter(line -> line.startsWith(name)).findFirst().map(line -> line.split(":", 2)[1].strip()).orElse("0");
    }

    private static String checkedOut() throws IOException, InterruptedException {
        Process git = new ProcessBuilder("git", "describe", "--always", "--dirty").start();
        String commit = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return git.waitFor() == 0 ? commit : "unknown";
    }
}

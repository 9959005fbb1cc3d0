package io.vsl.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run was measured on.
 *
 * @param processor as the operating system names it
 * @param memory    in GiB
 * @param commit    of the sources, with {@code -dirty} when they were changed since; results of runs are no sources
 */
record Machine(Instant time, String processor, int processors, long memory, String system, String java, String commit) {

    static Machine here() throws IOException, InterruptedException {
        return new Machine(
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                proc("/proc/cpuinfo", "model name"),
                Runtime.getRuntime().availableProcessors(),
                Math.round(
                        Long.parseLong(proc("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) / (double) (1 << 20)),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vendor") + " " + Runtime.version(),
                checkedOut());
    }

    /** 0 where the system does not say. */
    private static String proc(String file, String name) throws IOException {
        Path path = Path.of(file);
        return Files.notExists(path)
                ? "0"
                : Files.readAllLines(path).stream()
                        .filter(line -> line.startsWith(name))
                        .findFirst()
                        .map(line -> line.split(":", 2)[1].strip())
                        .orElse("0");
    }

    private static String checkedOut() throws IOException, InterruptedException {
        String commit = git("describe", "--always");
        boolean isClean = git("status", "--porcelain", "--untracked-files=no", "--", ".", ":!bench/results")
                .isEmpty();
        return commit.isEmpty() ? "unknown" : isClean ? commit : commit + "-dirty";
    }

    /** What it prints; nothing where there is no repository. */
    private static String git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process git = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        git.waitFor();
        return printed;
    }
}

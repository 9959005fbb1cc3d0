package io.vsl.devstack;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The supervisor as a process of its own, in a session of its own: Ctrl-C at the terminal then reaches the command
 * that waits for it, and not every server at once.
 */
final class Background {

    private static final int LOOK_EVERY_MS = 50;

    private final Process process;
    private final Path log;

    private Background(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * @param options  for {@code supervise}
     * @param detached whether it stays when this process has ended
     */
    static Background start(StackFolder folder, List<String> options, boolean detached) throws IOException {
        Path log = Files.createDirectories(folder.logs()).resolve("supervisor.log");
        List<String> command = new ArrayList<>(ownSession());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                Checkout.ofThisBuild().classPath("launcher"),
                Main.class.getName(),
                "supervise",
                "--state",
                folder.dir().toString()));
        command.addAll(options);
        if (detached) {
            command.add("--detached");
        }
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        if (detached) {
            builder.redirectInput(new File("/dev/null"));
        }
        return new Background(builder.start(), log);
    }

    /**
     * Follows the start to its end.
     *
     * @throws UserError with what the supervisor said, when the stack doesn't come up
     */
    void awaitUp(Started started) throws IOException, InterruptedException {
        StringBuilder said = new StringBuilder();
        try (BufferedReader lines = Files.newBufferedReader(log)) {
            while (true) {
                boolean alive = process.isAlive();
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    String[] words = line.split(" ");
                    if (line.equals("UP")) {
                        return;
                    } else if (words[0].equals("STARTED")) {
                        started.service(Service.of(words[1]), words[2], Long.parseLong(words[3]));
                    } else {
                        said.append(line).append('\n');
                    }
                }
                if (!alive) {
                    throw new UserError(said.toString().strip());
                }
                Thread.sleep(LOOK_EVERY_MS);
            }
        }
    }

    /** Waits until the stack has been stopped, by whomever. */
    void awaitEnd() throws InterruptedException {
        process.waitFor();
    }

    /** Stops the stack in order. */
    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Is told of each service that runs. */
    @FunctionalInterface
    interface Started {
        /** @param millis how long it took */
        void service(Service service, String address, long millis);
    }

    private static List<String> ownSession() {
        if (onPath("setsid")) {
            return List.of("setsid");
        }
        // macOS has no setsid command, but it has Perl.
        return onPath("perl") ? List.of("perl", "-MPOSIX", "-e", "POSIX::setsid(); exec @ARGV") : List.of();
    }

    /** Whether the machine has that program. */
    static boolean onPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}

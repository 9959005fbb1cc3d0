package io.vsl.devstack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code devstack run} as a process, and the two ends of its protocol. */
final class RunningDevstack implements AutoCloseable {

    private final Process process;
    private final PrintStream commands;
    private final BufferedReader answers;
    private final Map<String, String> environment = new HashMap<>();

    private RunningDevstack(Process process) {
        this.process = process;
        commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Returns when it is ready. */
    static RunningDevstack start(Path dir, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                Checkout.ofThisBuild().classPath("launcher"),
                Main.class.getName(),
                "devstack",
                "run",
                "--dir",
                dir.toString(),
                "--free-ports"));
        command.addAll(List.of(options));
        RunningDevstack devstack = new RunningDevstack(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        for (String line = devstack.answers.readLine(); !"READY".equals(line); line = devstack.answers.readLine()) {
            if (line == null) {
                throw new IOException("devstack ended before it was ready");
            }
            int equals = line.indexOf('=');
            devstack.environment.put(line.substring(0, equals), line.substring(equals + 1));
        }
        return devstack;
    }

    String variable(String name) {
        return environment.get(name);
    }

    /** One command, such as {@code kill postgres}, and its answer. */
    String tell(String command) {
        commands.println(command);
        try {
            return answers.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void killSupervisor() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        commands.close();
        process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
    }
}

package io.vsl.devstack;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the end of the logs, and what is added to them. */
@Command(name = "logs", description = "Shows the end of the logs.")
final class LogsCommand implements Callable<Integer> {

    private static final int LOOK_EVERY_MS = 200;
    private static final int LONGEST_END = 1 << 20;

    private final Terminal terminal;

    @Mixin
    private StackFolderOption state = new StackFolderOption();

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "app, kafka, postgres, redis, dynamodb, s3,"
                    + " simulator or supervisor; all of them when left out.")
    private @Nullable String name;

    @Option(
            names = {"-f", "--follow"},
            description = "Stay, and show what is added.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            defaultValue = "50",
            description = "How many lines of each (default:" + " ${DEFAULT-VALUE}).")
    private int lines;

    LogsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Log> logs = logs();
        for (Log log : logs) {
            List<String> all = log.added();
            all.subList(Math.max(0, all.size() - lines), all.size()).forEach(line -> show(log, line));
        }
        while (follow) {
            Thread.sleep(LOOK_EVERY_MS);
            for (Log log : logs) {
                log.added().forEach(line -> show(log, line));
            }
        }
        return 0;
    }

    private void show(Log log, String line) {
        terminal.line(name == null ? terminal.dim("%-10s │ ".formatted(log.name)) + line : line);
    }

    private List<Log> logs() throws IOException {
        Path folder = state.folder().logs();
        if (name != null && !Files.exists(folder.resolve(name + ".log"))) {
            throw new UserError("There is no log of " + name + " in " + folder);
        }
        if (!Files.exists(folder)) {
            throw new UserError("There are no logs yet");
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Log::new)
                    .filter(log -> name == null || log.name.equals(name))
                    .sorted(Comparator.comparing(log -> log.name))
                    .toList();
        }
    }

    /** One log and how far it has been read; whole lines only. */
    private static final class Log {

        private final Path file;
        private final String name;
        private long position = -1;

        Log(Path file) {
            this.file = file;
            name = file.getFileName().toString().replace(".log", "");
        }

        /** The whole lines since the last call; at first, those at the end of the file. */
        List<String> added() throws IOException {
            try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
                if (position < 0) {
                    position = Math.max(0, in.length() - LONGEST_END);
                } else if (in.length() < position) {
                    position = 0;
                }
                byte[] bytes = new byte[(int) Math.min(in.length() - position, LONGEST_END)];
                in.seek(position);
                in.readFully(bytes);
                String text = new String(bytes, StandardCharsets.UTF_8);
                int end = text.lastIndexOf('\n') + 1;
                position += text.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
                return new ArrayList<>(text.substring(0, end).lines().toList());
            }
        }
    }
}

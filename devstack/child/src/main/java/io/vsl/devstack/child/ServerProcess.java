package io.vsl.devstack.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The process of one server: {@code --port N --dir DIR} and what else it takes, each option followed by its value. */
public final class ServerProcess {

    private final Map<String, String> options;

    private ServerProcess(Map<String, String> options) {
        this.options = options;
    }

    /** @throws IllegalArgumentException for anything that isn't {@code --name value} */
    public static ServerProcess of(String... arguments) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            if (!arguments[i].startsWith("--") || i + 1 == arguments.length) {
                throw new IllegalArgumentException("Expected --name value, got " + arguments[i]);
            }
            options.put(arguments[i].substring(2), arguments[i + 1]);
        }
        return new ServerProcess(options);
    }

    /** The TCP port to serve on, on 127.0.0.1 only. */
    public int port() {
        return Integer.parseInt(option("port"));
    }

    /** The folder that this server's data stays in; made when it isn't there. */
    public Path dir() throws IOException {
        return Files.createDirectories(Path.of(option("dir")).toAbsolutePath());
    }

    /** @throws IllegalArgumentException when the option wasn't given */
    public String option(String name) {
        return present(options.get(name), "--" + name);
    }

    /** The same of an option that need not be given. */
    public Optional<String> optional(String name) {
        return Optional.ofNullable(options.get(name));
    }

    /** A secret, which travels by environment because command lines can be read by anyone. */
    public String secret(String name) {
        return present(System.getenv(name), name);
    }

    /** Says that requests are served from now on: the file {@code ready} appears in the folder. */
    public void ready() throws IOException {
        Files.writeString(dir().resolve("ready"), "");
    }

    /** Runs on SIGTERM and when the parent has gone. */
    public void onStop(Stop stop) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            try {
                                stop.run();
                            } catch (Exception e) {
                                System.err.println("Not stopped in order: " + e);
                            }
                        },
                        "stop"));
    }

    /** What stops a server. */
    @FunctionalInterface
    public interface Stop {
        /** Returns when the server has stopped. */
        void run() throws Exception;
    }

    private static String present(@Nullable String value, String name) {
        if (value == null) {
            throw new IllegalArgumentException("Missing: " + name);
        }
        return value;
    }
}

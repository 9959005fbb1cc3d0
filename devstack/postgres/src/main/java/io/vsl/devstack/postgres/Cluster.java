package io.vsl.devstack.postgres;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A PostgreSQL data folder. */
record Cluster(Binaries binaries, Path data) {

    /** Makes the folder, the user {@code vsl} and the database {@code vsl}: all of it or nothing. */
    void createIfAbsent(String password) throws IOException, InterruptedException {
        if (Files.exists(data)) {
            return;
        }
        Path fresh = Files.createTempDirectory(data.getParent(), "fresh-");
        Path passwordFile = Files.writeString(Files.createTempFile(data.getParent(), "password", ""), password);
        try {
            run(
                    "",
                    binaries.command(
                            "initdb",
                            "-D",
                            fresh.toString(),
                            "-U",
                            "vsl",
                            "--auth=scram-sha-256",
                            "--pwfile=" + passwordFile,
                            "--encoding=UTF8",
                            "--locale-provider=builtin",
                            "--locale=C.UTF-8"));
        } finally {
            Files.delete(passwordFile);
        }
        run("CREATE DATABASE vsl\n", binaries.command("postgres", "--single", "-D", fresh.toString(), "postgres"));
        Files.move(fresh, data);
    }

    /** The command that serves it, on 127.0.0.1 only, as durable as PostgreSQL is by default. */
    List<String> serve(int port) {
        return binaries.command(
                "postgres",
                "-D",
                data.toString(),
                "-p",
                String.valueOf(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "fsync=on",
                "-c",
                "synchronous_commit=on",
                "-c",
                "max_connections=200");
    }

    private static void run(String input, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        int code = process.waitFor();
        if (code != 0) {
            throw new IOException(command + " ended with " + code);
        }
    }
}

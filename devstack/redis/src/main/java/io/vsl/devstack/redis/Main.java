package io.vsl.devstack.redis;

import io.vsl.devstack.child.NativeServer;
import io.vsl.devstack.child.ServerProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import redis.embedded.core.ExecutableProvider;

/** {@code --port N --dir DIR}: Redis on 127.0.0.1 without a password, its data in an append-only file. */
public final class Main {

    private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        ServerProcess process = ServerProcess.of(arguments);
        Path data = Files.createDirectories(process.dir().resolve("data"));
        Path binary = ExecutableProvider.newJarResourceProvider(process.dir().toFile())
                .get()
                .toPath();
        NativeServer redis = NativeServer.start(
                process,
                List.of(
                        binary.toAbsolutePath().toString(),
                        "--port",
                        String.valueOf(process.port()),
                        "--bind",
                        "127.0.0.1",
                        "--dir",
                        data.toString(),
                        "--appendonly",
                        "yes",
                        "--save",
                        "",
                        // The title would hide the folder by which a leftover is known.
                        "--set-proc-title",
                        "no"),
                "TERM");
        redis.awaitAnswer(process.port(), PING, '+');
        process.ready();
        redis.await();
    }
}

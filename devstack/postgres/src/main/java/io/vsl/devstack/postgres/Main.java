package io.vsl.devstack.postgres;

import io.vsl.devstack.child.NativeServer;
import io.vsl.devstack.child.ServerProcess;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * {@code --port N --dir DIR --binaries DIR}, with {@code POSTGRES_PASSWORD} in the environment: PostgreSQL on
 * 127.0.0.1 with the user {@code vsl}, who owns the database {@code vsl}. The binaries are unpacked once.
 */
public final class Main {

    /** Answered with 'R', an authentication request, once connections are let in; with 'E' while it still recovers. */
    private static final byte[] HELLO = hello();

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        ServerProcess process = ServerProcess.of(arguments);
        Binaries binaries = Binaries.in(Path.of(process.option("binaries")));
        Cluster cluster = new Cluster(binaries, process.dir().resolve("data"));
        cluster.createIfAbsent(process.secret("POSTGRES_PASSWORD"));
        NativeServer postgres = NativeServer.start(process, cluster.serve(process.port()), "INT");
        postgres.awaitAnswer(process.port(), HELLO, 'R');
        process.ready();
        postgres.await();
    }

    /** A StartupMessage of protocol 3.0: length, version, user and database. */
    private static byte[] hello() {
        byte[] parameters = "user\0vsl\0database\0vsl\0\0".getBytes(StandardCharsets.US_ASCII);
        int length = Integer.BYTES + Integer.BYTES + parameters.length;
        return ByteBuffer.allocate(length)
                .putInt(length)
                .putInt(3 << 16)
                .put(parameters)
                .array();
    }
}

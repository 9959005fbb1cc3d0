package io.vsl.devstack.child;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server that isn't Java: started, watched and stopped by the JVM that owns it. */
public final class NativeServer {

    private static final Duration STOP_GRACE = Duration.ofSeconds(25);
    private static final int LOOK_EVERY_MS = 50;
    private static final int ANSWER_WITHIN_MS = 2_000;

    private final Process process;

    private NativeServer(Process process) {
        this.process = process;
    }

    /**
     * Starts the command and stops it with this process.
     *
     * @param stopSignal the signal on which it ends in order, such as {@code INT}
     */
    public static NativeServer start(ServerProcess owner, List<String> command, String stopSignal) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        owner.onStop(() -> stop(process, stopSignal));
        return new NativeServer(process);
    }

    /** Waits until the server, asked this, answers with this byte. */
    public void awaitAnswer(int port, byte[] question, char answer) throws InterruptedException {
        while (process.isAlive() && !answers(port, question, answer)) {
            Thread.sleep(LOOK_EVERY_MS);
        }
    }

    /** Waits for its end, which is this process's end too. */
    public void await() throws InterruptedException {
        System.exit(process.waitFor());
    }

    private static boolean answers(int port, byte[] question, char answer) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_WITHIN_MS);
            socket.setSoTimeout(ANSWER_WITHIN_MS);
            socket.getOutputStream().write(question);
            InputStream in = socket.getInputStream();
            return in.read() == answer;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void stop(Process process, String signal) throws IOException, InterruptedException {
        if (process.isAlive()) {
            // Process.destroy() knows SIGTERM only, on which PostgreSQL waits for its clients.
            new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid())
                    .start()
                    .waitFor();
        }
        if (!process.waitFor(STOP_GRACE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}

package io.vsl.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Passes TCP on to a server on this machine, and can hold what passes: connections stay open and nothing comes through,
 * as behind a firewall that has forgotten them.
 */
public final class Proxy implements AutoCloseable {

    private final ServerSocket server;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    /** Connections opened before it are silent for good. */
    private volatile int generation;

    private volatile boolean holdsNewOnes;

    private Proxy(ServerSocket server, int target) {
        this.server = server;
        this.target = target;
    }

    /** To a port on 127.0.0.1. */
    public static Proxy to(int port) {
        try {
            Proxy proxy = new Proxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
            daemon(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    /** All connections that are open fall silent and stay so; new ones are passed on. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // By the one test.
    public void silence() {
        generation++;
    }

    /** New connections are silent too. */
    public void hold() {
        holdsNewOnes = true;
        silence();
    }

    /** New connections are passed on again. */
    public void release() {
        holdsNewOnes = false;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                sockets.add(client);
                if (!holdsNewOnes) {
                    passOn(client);
                }
            }
        } catch (IOException e) {
            // It was closed.
        }
    }

    private void passOn(Socket client) {
        try {
            Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(far);
            int born = generation;
            daemon(() -> pass(client, far, born));
            daemon(() -> pass(far, client, born));
        } catch (IOException e) {
            close(client);
        }
    }

    private void pass(Socket from, Socket to, int born) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[64 * 1024];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (born == generation) {
                    out.write(buffer, 0, read);
                }
            }
        } catch (IOException e) {
            // Either side has ended.
        }
        if (born == generation) {
            close(from);
            close(to);
        }
    }

    private void close(Socket socket) {
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed.
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        sockets.forEach(this::close);
    }
}

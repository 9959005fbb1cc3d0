package io.vsl.devstack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The processes of one folder, from their start to their end. One stack at a time has the folder. */
final class Stack {

    private static final Duration SERVER_READY_WITHIN = Duration.ofSeconds(90);
    private static final Duration APPLICATION_READY_WITHIN = Duration.ofMinutes(3);
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);
    /** A log that is longer than this when its service starts begins anew. */
    private static final long LOG_LIMIT = 16L << 20;

    private final Path dir;
    /** Never read, but kept: an unreachable lock is given back. The operating system ends it with this process. */
    @SuppressWarnings("UnusedVariable")
    private final FileLock lock;

    private final Ports ports;
    private volatile Map<String, String> environment;
    private volatile ChildCommand command;
    private final Leftovers processes;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PROBE_TIMEOUT).build();
    private final Map<Service, Child> children = new EnumMap<>(Service.class);
    private @Nullable Training training;
    private boolean stopped;

    private Stack(Path dir, FileLock lock, Ports ports, Secrets secrets, double speed, Application application) {
        this.dir = dir;
        this.lock = lock;
        this.ports = ports;
        environment = StackEnvironment.of(ports, secrets, speed, System.getenv());
        command = new ChildCommand(Checkout.ofThisBuild(), dir, ports, secrets, environment, speed, application);
        processes = new Leftovers(dir);
    }

    /**
     * Takes the folder, until this process ends, and ends what an earlier stack left in it.
     *
     * @param speed how many times faster than Replicate the simulator is
     * @throws UserError when another stack has the folder
     */
    static Stack in(Path folder, Ports ports, double speed) throws IOException {
        return in(folder, ports, speed, Application.USUAL);
    }

    /** The same, with an application that is set up otherwise than usual. */
    static Stack in(Path folder, Ports ports, double speed, Application application) throws IOException {
        Path dir = Files.createDirectories(folder.toAbsolutePath().normalize());
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(dir.resolve("log"));
        FileLock lock = take(dir.resolve("lock"));
        new Leftovers(dir).end();
        return new Stack(dir, lock, ports, Secrets.keptIn(new KeyValues(dir.resolve("secrets"))), speed, application);
    }

    /** What the application and its callers need to know. */
    Map<String, String> environment() {
        return environment;
    }

    /** Changes what the application is told; its processes know when they are started next. */
    synchronized void set(String variable, String value) {
        Map<String, String> changed = new LinkedHashMap<>(environment);
        changed.put(variable, value);
        environment = changed;
        command = command.with(changed);
    }

    /**
     * Starts these side by side; the application, if it is one of them, after the others, its first process first.
     *
     * @throws UserError when a port is taken or a service doesn't get ready; nothing runs then
     */
    void start(Collection<Service> services, Progress progress) throws IOException, InterruptedException {
        ports.requireFree(services);
        try {
            atOnce(services.stream().filter(Service.SERVERS::contains).toList(), service -> start(service, progress));
            if (services.contains(Service.APP)) {
                start(Service.APP, progress);
            }
            atOnce(
                    services.stream()
                            .filter(service -> service.isApplication() && service != Service.APP)
                            .toList(),
                    service -> start(service, progress));
        } catch (UserError e) {
            stop();
            throw e;
        }
    }

    /**
     * Starts one, on the port and with the data that it had before; returns when it is ready.
     *
     * @throws UserError when it runs already or doesn't get ready
     */
    void start(Service service, Progress progress) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Child child = launch(service);
        if (service.isApplication()) {
            child.awaitReady(() -> isReady(service), APPLICATION_READY_WITHIN);
        } else if (service == Service.SIMULATOR) {
            child.awaitReady(() -> answers(environment.get("SIMULATOR_URL") + "/_sim/health"), SERVER_READY_WITHIN);
        } else {
            child.awaitReady(() -> Files.exists(command.ready(service)), SERVER_READY_WITHIN);
        }
        record();
        progress.ready(service, Duration.ofNanos(System.nanoTime() - begin));
    }

    /** Where a process of the application answers. */
    String url(Service application) {
        return "http://127.0.0.1:" + ports.of(application.port());
    }

    /** Whether a process of the application says that it is ready. */
    boolean isReady(Service application) {
        return answers(url(application) + "/health/ready");
    }

    /** Whether one runs, ready or not. */
    synchronized boolean isRunning(Service service) {
        Child child = children.get(service);
        return child != null && child.isAlive();
    }

    /** Stops one in order. */
    void stop(Service service) throws IOException, InterruptedException {
        running(service).stop();
        record();
    }

    /** Kills one, and whatever it started, with SIGKILL. */
    void kill(Service service) throws IOException, InterruptedException {
        running(service).kill();
        record();
    }

    /** Stops one in its tracks (SIGSTOP): its port is open and nobody answers. */
    void pause(Service service) throws IOException, InterruptedException {
        running(service).signal("STOP");
    }

    /** Lets a paused one go on. */
    void resume(Service service) throws IOException, InterruptedException {
        running(service).signal("CONT");
    }

    /** Has the next start of this build of the application made shorter, beside what runs. */
    synchronized void train() {
        StartCache cache = command.startCache();
        if (!stopped && !cache.isMade()) {
            training = new Training(cache, command.checkout().root(), this::record);
            training.begin();
        }
    }

    /** Stops all in order: the application, the simulator, then the servers side by side. For good. */
    void stop() throws IOException, InterruptedException {
        Map<Service, Child> running = beginStop();
        if (training != null) {
            training.stop();
        }
        for (List<Service> next : List.of(Service.APPLICATIONS, List.of(Service.SIMULATOR), Service.SERVERS)) {
            atOnce(next.stream().map(running::remove).filter(Objects::nonNull).toList(), Child::stop);
        }
        record();
    }

    private synchronized Map<Service, Child> beginStop() {
        stopped = true;
        Map<Service, Child> running = new EnumMap<>(children);
        running.values().removeIf(child -> !child.isAlive());
        return running;
    }

    private synchronized Child launch(Service service) throws IOException {
        if (stopped) {
            throw new UserError("The stack is stopping");
        }
        if (isRunning(service)) {
            throw new UserError(service.id() + " runs already");
        }
        if (service.isApplication()) {
            unpackApplication();
        }
        Path log = dir.resolve("log").resolve(service.id() + ".log");
        if (Files.exists(log) && Files.size(log) > LOG_LIMIT) {
            Files.delete(log);
        }
        Child child = Child.start(service, command, log);
        children.put(service, child);
        return child;
    }

    /** The running application keeps its jar while the next one is built. */
    private void unpackApplication() throws IOException {
        Path jar = command.checkout().application();
        if (Files.notExists(jar)) {
            throw new UserError("The application isn't built: there is no " + jar);
        }
        Path folder = command.unpackedApplication();
        FileTime built = Files.getLastModifiedTime(jar);
        if (Files.exists(folder) && Files.getLastModifiedTime(folder).equals(built)) {
            return;
        }
        Files.createDirectories(command.folder(Service.APP));
        Process unpack = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djarmode=tools",
                        "-jar",
                        jar.toString(),
                        "extract",
                        "--force",
                        "--destination",
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (unpack.waitFor() != 0) {
                throw new UserError("The application's jar can't be unpacked: " + jar);
            }
        } catch (InterruptedException e) {
            unpack.destroy();
            throw new IOException(e);
        }
        Files.setLastModifiedTime(folder, built);
    }

    private synchronized Child running(Service service) {
        if (!isRunning(service)) {
            throw new UserError(service.id() + " isn't running");
        }
        return Objects.requireNonNull(children.get(service));
    }

    private synchronized void record() throws IOException {
        Map<String, List<ProcessHandle>> running = new LinkedHashMap<>();
        children.forEach((service, child) -> running.put(service.id(), child.tree()));
        if (training != null) {
            running.put(Training.NAME, training.process());
        }
        processes.record(running);
    }

    private boolean answers(String url) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).timeout(PROBE_TIMEOUT).build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static FileLock take(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new UserError("Another stack runs in " + file.getParent());
        }
        return lock;
    }

    /** Returns when all is done, or at the first failure, with the rest still at work. */
    private static <T> void atOnce(Collection<T> items, Work<T> work) throws IOException, InterruptedException {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            CompletionService<@Nullable Void> done = new ExecutorCompletionService<>(threads);
            items.forEach(item -> done.submit(() -> {
                work.on(item);
                return null;
            }));
            for (int i = 0; i < items.size(); i++) {
                done.take().get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UserError error) {
                throw error;
            }
            throw new IOException(e.getCause());
        } finally {
            threads.shutdown();
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        void on(T item) throws IOException, InterruptedException;
    }
}

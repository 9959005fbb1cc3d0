package io.vsl.devstack;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The process behind {@code up}. It prints {@code STARTED name address milliseconds} as each service gets ready, then
 * {@code UP}. It stays until SIGTERM or, unless detached, until its standard input ends.
 */
@Command(name = "supervise", hidden = true)
final class SuperviseCommand implements Callable<Integer> {

    @Mixin
    private StackFolderOption state = new StackFolderOption();

    @Mixin
    private PortOptions ports = new PortOptions();

    @Option(names = "--speed", defaultValue = "1")
    private double speed;

    @Option(names = "--no-app")
    private boolean noApplication;

    @Option(names = "--detached")
    private boolean detached;

    @Override
    public Integer call() throws IOException, InterruptedException {
        StackFolder folder = state.folder();
        Stack stack = Stack.in(folder.dir(), ports.ports(), speed);
        folder.forget();
        folder.recordSupervisor();
        StopOnSignal.register(stack);
        Map<String, String> environment = stack.environment();
        stack.start(services(), (service, time) -> report(service, environment, time));
        folder.recordEnvironment(environment);
        System.out.println("UP");
        if (!noApplication) {
            stack.train();
        }
        if (detached) {
            new CountDownLatch(1).await();
        }
        System.in.transferTo(OutputStream.nullOutputStream());
        return 0;
    }

    private Collection<Service> services() {
        return noApplication ? Service.SERVERS : Service.USUAL;
    }

    private static void report(Service service, Map<String, String> environment, Duration time) {
        System.out.println("STARTED " + service.id() + " " + service.address(environment) + " " + time.toMillis());
    }
}

package io.vsl.devstack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The servers alone, for tests: driven by lines on standard input. */
@Command(name = "devstack", description = "The servers without the application, for tests.")
final class DevstackCommand {

    /**
     * Starts the servers, prints {@code KEY=VALUE} lines and {@code READY}, then obeys the lines {@code stop},
     * {@code kill}, {@code pause}, {@code resume} and {@code start}, each with a server's name and each answered by
     * {@code OK name} or {@code ERROR reason}. Everything stops when standard input ends, or when this process does.
     */
    @Command(
            name = "run",
            description = {
                "Starts the servers and prints KEY=VALUE lines, then READY.",
                "Then obeys lines on standard input: stop, kill (SIGKILL), pause (SIGSTOP), resume or start, and a server's"
                        + " name. Each is answered by one line: OK name, or ERROR reason.",
                "Stops everything when standard input ends."
            })
    int run(
            @Option(names = "--dir", required = true, description = "Where data, logs and secrets are kept.") Path dir,
            @Option(names = "--free-ports", description = "Take ports that are free, whatever their numbers.")
                    boolean freePorts,
            @Option(names = "--only", split = ",", paramLabel = "NAME", description = "Just these servers.")
                    List<String> only,
            @Option(
                            names = "--speed",
                            defaultValue = "1",
                            description = "How many times faster than Replicate the" + " simulator is.")
                    double speed,
            @Mixin PortOptions portOptions)
            throws IOException, InterruptedException {
        Set<Service> services = only == null ? EnumSet.copyOf(Service.SERVERS) : named(only);
        Stack stack = Stack.in(dir, freePorts ? Ports.free() : portOptions.ports(), speed);
        StopOnSignal.register(stack);
        stack.start(services, Progress.NONE);
        System.out.print(KeyValues.lines(stack.environment()));
        System.out.println("READY");
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            System.out.println(obey(stack, line));
        }
        return 0;
    }

    private static Set<Service> named(List<String> names) {
        Set<Service> services = EnumSet.noneOf(Service.class);
        names.forEach(name -> services.add(server(name)));
        return services;
    }

    private static Service server(String name) {
        Service service = Service.of(name);
        if (!Service.SERVERS.contains(service)) {
            throw new UserError("The application isn't one of the servers");
        }
        return service;
    }

    /** One line in, one line out. */
    static String obey(Stack stack, String line) throws InterruptedException {
        String[] words = line.strip().split("\\s+");
        if (words.length != 2) {
            return "ERROR expected a verb and a name: " + line;
        }
        try {
            Service service = server(words[1]);
            switch (words[0]) {
                case "start" -> stack.start(service, Progress.NONE);
                case "stop" -> stack.stop(service);
                case "kill" -> stack.kill(service);
                case "pause" -> stack.pause(service);
                case "resume" -> stack.resume(service);
                default -> throw new UserError("Not one of start, stop, kill, pause, resume: " + words[0]);
            }
            return "OK " + service.id();
        } catch (UserError | IOException e) {
            return "ERROR " + String.valueOf(e.getMessage()).replace('\n', ' ');
        }
    }
}

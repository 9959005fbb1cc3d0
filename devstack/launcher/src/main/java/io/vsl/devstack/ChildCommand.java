package io.vsl.devstack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How each service is started: its command line and what its environment has beyond the launcher's own. */
record ChildCommand(
        Checkout checkout,
        Path dir,
        Ports ports,
        Secrets secrets,
        Map<String, String> environment,
        double speed,
        Application application) {

    private static final int FIRST_TO_WARN_OF_NATIVE_ACCESS = 24;

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private static final List<String> SMALL = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    /** The same for another environment. */
    ChildCommand with(Map<String, String> environment) {
        return new ChildCommand(checkout, dir, ports, secrets, environment, speed, application);
    }

    List<String> line(Service service) {
        return switch (service) {
            case KAFKA ->
                server(
                        service,
                        List.of("-XX:+UseSerialGC", "-Xms256m", "-Xmx512m"),
                        "--controller-port",
                        number(Port.KAFKA_CONTROLLER));
            case POSTGRES ->
                server(
                        service,
                        small("-Xmx64m"),
                        "--binaries",
                        checkout.built("postgres", "pgsql").toString());
            case REDIS -> server(service, small("-Xmx32m"));
            case DYNAMODB -> server(service, List.of("-XX:+UseSerialGC", "-Xmx256m"));
            case S3 ->
                server(
                        service,
                        List.of("-XX:+UseSerialGC", "-Xmx256m"),
                        "--bucket",
                        Objects.requireNonNull(environment.get("S3_BUCKET")));
            case SIMULATOR ->
                server(service, List.of("-XX:+UseSerialGC", "-Xmx512m"), "--speed", String.valueOf(speed));
            case APP, APP2, APP3 -> application(service);
        };
    }

    Map<String, String> environment(Service service) {
        return switch (service) {
            case APP, APP2, APP3 -> application.environment(service, environment, ports);
            case SIMULATOR, S3 -> environment;
            case POSTGRES -> Map.of("POSTGRES_PASSWORD", secrets.get("POSTGRES_PASSWORD"));
            case KAFKA, REDIS, DYNAMODB -> Map.of();
        };
    }

    /** The service's own folder. */
    Path folder(Service service) {
        return dir.resolve(service.id());
    }

    /** The file that a server makes when it is ready. */
    Path ready(Service service) {
        return folder(service).resolve("ready");
    }

    /** Its temporary files: of this stack alone, whoever else runs one, and not forgotten in /tmp after a kill. */
    Path temporary(Service service) {
        return folder(service).resolve("tmp");
    }

    private List<String> server(Service service, List<String> jvm, String... options) {
        String module = service.id();
        List<String> line = watched(service, jvm);
        line.addAll(List.of(
                "-cp",
                checkout.classPath(module),
                "io.vsl.devstack." + module + ".Main",
                "--port",
                number(service.port()),
                "--dir",
                folder(service).toString()));
        line.addAll(List.of(options));
        return line;
    }

    /** What the JVM has learned of this build of the application. */
    StartCache startCache() {
        return new StartCache(
                dir.resolve(Training.NAME),
                applicationJvm(),
                unpackedApplication().resolve("vsl.jar"),
                Runtime.version().feature());
    }

    private List<String> application(Service service) {
        StartCache cache = startCache();
        List<String> line = new ArrayList<>(cache.jvm());
        line.add(temporaryOption(service));
        line.addAll(cache.options());
        line.addAll(List.of(
                "-cp",
                cache.jar() + ":" + checkout.built("child", "child.jar"),
                "io.vsl.devstack.child.Lifeline",
                "io.vsl.Vsl"));
        return line;
    }

    private List<String> applicationJvm() {
        List<String> line = new ArrayList<>(List.of(
                JAVA,
                "-Xmx" + application.heap(),
                "-XX:+UseSerialGC",
                // Better gone, and started again, than half there.
                "-XX:+ExitOnOutOfMemoryError"));
        line.addAll(checkout.applicationOptions());
        if (Runtime.version().feature() >= FIRST_TO_WARN_OF_NATIVE_ACCESS) {
            line.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        return line;
    }

    /** Where the application's jar is unpacked to: with its libraries beside it, it starts faster. */
    Path unpackedApplication() {
        return folder(Service.APP).resolve("unpacked");
    }

    private List<String> watched(Service service, List<String> jvm) {
        List<String> line = new ArrayList<>(
                List.of(JAVA, temporaryOption(service), "-javaagent:" + checkout.built("child", "child.jar")));
        line.addAll(jvm);
        return line;
    }

    private String temporaryOption(Service service) {
        return "-Djava.io.tmpdir=" + temporary(service);
    }

    private String number(Port port) {
        return String.valueOf(ports.of(port));
    }

    private static List<String> small(String heap) {
        List<String> options = new ArrayList<>(SMALL);
        options.add(heap);
        return options;
    }
}

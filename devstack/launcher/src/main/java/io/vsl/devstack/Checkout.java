package io.vsl.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The source tree this launcher was built in. */
record Checkout(Path root) {

    /** Found from where this class was loaded. */
    static Checkout ofThisBuild() {
        try {
            Path folder = Path.of(Checkout.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            while (!Files.exists(folder.resolve("devstack/pom.xml"))) {
                folder = Objects.requireNonNull(folder.getParent(), "no devstack/pom.xml above the launcher");
            }
            return new Checkout(folder);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The folder in which {@code up} keeps data, logs and state. */
    Path state() {
        return root.resolve(".vsl");
    }

    /** What a module of devstack built, such as {@code target/kafka.jar}. */
    Path built(String module, String file) {
        return root.resolve("devstack").resolve(module).resolve("target").resolve(file);
    }

    /** The class path of a module: its jar and its libraries. */
    String classPath(String module) {
        return built(module, module + ".jar") + ":" + built(module, "lib") + "/*";
    }

    /** The application. */
    Path application() {
        return root.resolve("target/vsl.jar");
    }

    /** What its JVM is told: {@code devstack/jvm.options} without blank lines and comments. */
    List<String> applicationOptions() {
        try (Stream<String> lines = Files.lines(root.resolve("devstack/jvm.options"))) {
            return lines.filter(line -> line.startsWith("-")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.vsl.devstack.child;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;

/**
 * Ends its process when standard input ends, as a Java agent or as a main class in front of another. (An agent keeps
 * the JVM from making a class-data archive.) The parent holds the other end of that pipe and the
 * operating system closes it however the parent dies, so no child outlives it. The program itself needs to know
 * nothing: what it does on SIGTERM it does then.
 */
public final class Lifeline {

    private static final Duration GRACE = Duration.ofSeconds(30);

    private Lifeline() {}

    /** Runs the program whose main class is the first argument, with the arguments after it. */
    public static void main(String[] args) throws ReflectiveOperationException {
        hold();
        Method main = Class.forName(args[0]).getMethod("main", String[].class);
        // As the JVM does: the class itself need not be public.
        main.setAccessible(true);
        main.invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
    }

    /** Called by the JVM before the program's own main. */
    public static void premain(String options, Instrumentation instrumentation) {
        hold();
    }

    private static void hold() {
        InputStream parent = System.in;
        daemon("lifeline", () -> {
            drain(parent);
            daemon("lifeline-grace", Lifeline::haltAfterGrace);
            System.exit(0);
        });
    }

    private static void drain(InputStream parent) {
        try {
            parent.transferTo(OutputStream.nullOutputStream());
        } catch (IOException broken) {
            // as good as its end
        }
    }

    private static void haltAfterGrace() {
        try {
            Thread.sleep(GRACE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(1);
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}

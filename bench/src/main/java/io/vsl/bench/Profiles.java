package io.vsl.bench;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Flame graphs of where VSL's processes spend processor time while they are measured, by async-profiler: {@code
 * <scenario>.html}, of the last process that had one. The measured figures suffer by some per cent.
 */
final class Profiles {

    private static final String OPTIONS = "event=ctimer,interval=2ms,simple,title=%s,file=%s";

    private final @Nullable Path folder;
    private final Map<Program, Path> files = new LinkedHashMap<>();
    private @Nullable Path library;
    private String scenario = "";
    private final Set<Program> profiled = new HashSet<>();
    private boolean measuring;

    /** @param folder where they go; null: none are made */
    Profiles(@Nullable Path folder) {
        this.folder = folder;
    }

    /** From now on processes are of that scenario. */
    void of(String scenario) {
        this.scenario = scenario;
        measuring = false;
    }

    /** The processes there are, and those to come, are measured from now on. */
    void begin() throws IOException {
        if (measuring) {
            return;
        }
        measuring = true;
        for (Program program : files.keySet()) {
            start(program);
        }
    }

    void started(Program program) throws IOException {
        if (folder == null) {
            return;
        }
        files.put(
                program,
                Files.createDirectories(folder).resolve(scenario + ".html").toAbsolutePath());
        program.beforeItEnds(() -> stop(program));
        if (measuring) {
            start(program);
        }
    }

    private void start(Program program) throws IOException {
        order(program, "start," + options(program));
        profiled.add(program);
    }

    private void stop(Program program) {
        if (!profiled.remove(program)) {
            files.remove(program);
            return;
        }
        try {
            order(program, "stop," + options(program));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        files.remove(program);
    }

    private String options(Program program) {
        return OPTIONS.formatted(scenario, files.get(program));
    }

    private void order(Program program, String options) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(program.pid()));
            try {
                machine.loadAgentPath(library().toString(), options);
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException | AgentLoadException | AgentInitializationException e) {
            throw new IOException("The profiler can't be attached", e);
        }
    }

    private Path library() throws IOException {
        if (library == null) {
            boolean mac = System.getProperty("os.name").startsWith("Mac");
            String cpu = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64";
            String name = mac ? "/macos/libasyncProfiler.so" : "/linux-%s/libasyncProfiler.so".formatted(cpu);
            library = Files.createTempFile("vsl-profiler-", ".so");
            library.toFile().deleteOnExit();
            try (InputStream packed = Objects.requireNonNull(Profiles.class.getResourceAsStream(name), name)) {
                Files.copy(packed, library, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return library;
    }
}

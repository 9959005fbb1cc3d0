package io.vsl.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What all scenarios of a run stand on.
 *
 * @param folder      of this run's data and logs
 * @param application the unpacked application's jar
 * @param profiles    of our processes
 */
record Run(
        Path folder,
        Servers servers,
        Path application,
        boolean isQuick,
        int rounds,
        Duration round,
        Duration warmUp,
        Profiles profiles,
        Progress progress) {

    private static final Path NODE = Path.of("bench/node");
    private static final String REFERENCES = "bench/target/bench.jar:bench/target/lib/*";

    /** The application with these stages. */
    Program vsl(String stages, Map<String, String> settings) throws IOException, InterruptedException {
        return vsl(application.toString(), "io.vsl.Vsl", stages, settings);
    }

    /** The same with something added in front. */
    Program vsl(String classPath, String mainClass, String stages, Map<String, String> settings)
            throws IOException, InterruptedException {
        return vsl(Program.OPTIONS, classPath, mainClass, stages, settings);
    }

    /** The same with other options of its JVM. */
    Program vsl(List<String> options, String classPath, String mainClass, String stages, Map<String, String> settings)
            throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(servers.environment());
        environment.put("VSL_STAGES", stages);
        environment.putAll(settings);
        Program program = Program.start(
                "vsl-" + stages.replace(',', '-'), options, classPath, mainClass, environment, folder.resolve("log"));
        profiles.started(program);
        return program;
    }

    Program reference(Class<?> main, Map<String, String> settings) throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(servers.environment());
        environment.putAll(settings);
        return Program.start(
                main.getSimpleName(), Program.OPTIONS, REFERENCES, main.getName(), environment, folder.resolve("log"));
    }

    /**
     * The program {@code bench/node/pipeline.js}, once its packages are installed as its lock says.
     *
     * @throws Skipped when that is not possible here
     */
    Program node(Map<String, String> settings) throws IOException, InterruptedException, Skipped {
        Path log = Files.createDirectories(folder.resolve("log")).resolve("npm.log");
        try {
            int exit = new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund")
                    .directory(NODE.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new Skipped("its packages can't be installed, see " + log);
            }
        } catch (IOException e) {
            throw new Skipped("Node.js and npm are not installed");
        }
        Map<String, String> environment = new HashMap<>(servers.environment());
        environment.put("NODE_ENV", "production");
        environment.putAll(settings);
        return Program.start(
                "node", List.of("node", NODE.resolve("pipeline.js").toString()), environment, folder.resolve("log"));
    }
}

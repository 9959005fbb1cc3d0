package io.vsl.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What all scenarios of a run stand on.
 *
 * @param folder      of this run's data and logs
 * @param application the unpacked application's jar
 */
record Run(Path folder, Servers servers, Path application, int rounds, Duration round, Duration warmUp,
        Progress progress) {

    private static final String REFERENCES = "bench/target/bench.jar:bench/target/lib/*";

    /** The application with these stages. */
    Program vsl(String stages, Map<String, String> settings) throws IOException, InterruptedException {
        return vsl(application.toString(), "io.vsl.Vsl", stages, settings);
    }

    /** The same with something added in front. */
    Program vsl(String classPath, String mainClass, String stages, Map<String, String> settings)
            throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(servers.environment());
        environment.put("VSL_STAGES", stages);
        environment.putAll(settings);
        return Program.start("vsl-" + stages.replace(',', '-'), classPath, mainClass, environment, folder.resolve("log"));
    }

    Program reference(Class<?> main, Map<String, String> settings) throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(servers.environment());
        environment.putAll(settings);
        return Program.start(main.getSimpleName(), REFERENCES, main.getName(), environment, folder.resolve("log"));
    }
}

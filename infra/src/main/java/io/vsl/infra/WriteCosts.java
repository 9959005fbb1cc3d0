package io.vsl.infra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes docs/COSTS.md; its argument is that path. */
public final class WriteCosts {

    private WriteCosts() {}

    public static void main(String[] arguments) throws IOException {
        Path out = Files.createTempDirectory("vsl-costs-");
        Map<String, Path> folders = new LinkedHashMap<>();
        for (String deployment : List.of("dev", "staging", "homolog", "prod")) {
            folders.put(deployment, out.resolve(deployment));
            Synth.deploy(Settings.of(deployment), folders.get(deployment).toString())
                    .app()
                    .synth();
        }
        Files.writeString(Path.of(arguments[0]), new Costs().markdown(folders));
        System.exit(0);
    }
}

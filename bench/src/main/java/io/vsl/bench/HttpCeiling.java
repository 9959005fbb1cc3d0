package io.vsl.bench;

import io.vsl.bench.reference.Nothing;
import java.io.IOException;
import java.util.Map;

/** What the load itself reaches, against a server that does nothing. */
final class HttpCeiling {

    private HttpCeiling() {
    }

    static double of(Run run, Load load, Load.Request request) throws IOException, InterruptedException {
        try (Program nothing = run.reference(Nothing.class, Map.of("STATUS", Integer.toString(request.expect())))) {
            Load.Request same = new Load.Request(request.method(), nothing.port(), request.path(), request.headers(),
                    request.body(), request.expect());
            load.run(same, run.warmUp());
            return load.run(same, run.round()).perSecond();
        }
    }
}

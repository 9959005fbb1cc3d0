package io.vsl.devstack.simulator;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.function.Function;

/**
 * A file of an output.
 *
 * @param bytes which may have to be made first
 */
record OutputFile(String contentType, Function<Media, Future<Buffer>> bytes) {

    static OutputFile made(MediaSpec spec) {
        return new OutputFile(spec.contentType(), media -> media.get(spec));
    }
}

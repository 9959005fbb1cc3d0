package io.vsl.devstack.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Makes media off the event loop and remembers it, so that thousands of files a second can be served.
 */
final class Media {

    private static final long BYTES_AT_MOST = Runtime.getRuntime().maxMemory() / 4;

    private final Vertx vertx;
    private final Map<MediaSpec, Future<Buffer>> made = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    Media(Vertx vertx) {
        this.vertx = vertx;
    }

    /** The file's bytes, made at most once while they are remembered. They are shared: never change them. */
    Future<Buffer> get(MediaSpec spec) {
        Future<Buffer> known = made.get(spec);
        if (known != null) {
            return known;
        }
        Future<Buffer> making =
                vertx.executeBlocking(() -> Buffer.buffer(encode(spec)), false).map(Objects::requireNonNull);
        made.put(spec, making);
        making.onSuccess(file -> {
                    bytes += file.length();
                    forgetTheOldest();
                })
                .onFailure(e -> made.remove(spec));
        return making;
    }

    /** Done when nothing is being made any more. */
    Future<Void> idle() {
        return Future.join(List.copyOf(made.values())).<Void>mapEmpty().otherwiseEmpty();
    }

    private void forgetTheOldest() {
        var oldest = made.values().iterator();
        while (bytes > BYTES_AT_MOST && oldest.hasNext()) {
            Future<Buffer> file = oldest.next();
            if (file.succeeded()) {
                bytes -= file.result().length();
                oldest.remove();
            }
        }
    }

    private static byte[] encode(MediaSpec spec) throws IOException {
        return switch (spec.format()) {
            case "mp4" -> Video.encode(spec);
            case "wav", "mp3" -> Audio.encode(spec);
            default -> Picture.encode(spec);
        };
    }
}

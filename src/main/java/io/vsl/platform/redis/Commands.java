package io.vsl.platform.redis;

import io.lettuce.core.RedisFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Waiting for Redis. */
final class Commands {

    private Commands() {
    }

    /** Futures of Lettuce end by themselves, at the command timeout at the latest. */
    static <T> T await(RedisFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        }
    }
}

package io.vsl.platform.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.vsl.platform.loop.EventLoops;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A connection to Redis on each loop. They are made together, and given up together. */
final class LoopConnections {

    private final EventLoops loops;
    private final List<StatefulRedisConnection<String, String>> connections;

    /** @param connections one for each of these loops, in their order */
    LoopConnections(EventLoops loops, List<StatefulRedisConnection<String, String>> connections) {
        this.loops = loops;
        this.connections = connections;
    }

    /** On a loop, those of its own connection: what it sends and what is answered needs no other thread. */
    RedisAsyncCommands<String, String> here() {
        return connections.get(loops.here()).async();
    }

    /** Done when all have answered; fails with what the first of them that fails does. */
    CompletableFuture<Void> askAll(Function<RedisAsyncCommands<String, String>, RedisFuture<?>> command) {
        return CompletableFuture.allOf(connections.stream()
                .map(connection -> command.apply(connection.async()))
                .map(CompletionStage::toCompletableFuture)
                .toArray(CompletableFuture[]::new));
    }

    boolean has(RedisChannelHandler<?, ?> connection) {
        return connections.stream().anyMatch(own -> own == connection);
    }

    boolean areOpen() {
        return connections.stream().allMatch(StatefulRedisConnection::isOpen);
    }

    void close() {
        for (StatefulRedisConnection<String, String> connection : connections) {
            var unused = connection.closeAsync();
        }
    }
}

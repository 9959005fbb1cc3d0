package io.vsl.platform.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vsl.platform.loop.EventLoops;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A client of Redis for each loop. They share the threads that a client has beside its loop. */
final class RedisClients {

    private static final Duration CONNECT = Duration.ofSeconds(2);

    private final EventLoops loops;
    private final ClientResources shared = DefaultClientResources.builder()
            .commandLatencyRecorder(CommandLatencyRecorder.disabled())
            .build();
    private final List<ClientResources> resources = new ArrayList<>();
    private final List<RedisClient> clients = new ArrayList<>();

    /** @param timeout of a command, and of the first words of a connection */
    RedisClients(RedisURI uri, Duration timeout, EventLoops loops, RedisConnectionStateListener listener) {
        this.loops = loops;
        uri.setTimeout(timeout);
        for (EventLoop loop : loops.all()) {
            ClientResources own = shared.mutate()
                    .eventLoopGroupProvider(new OneLoop(loop))
                    .socketAddressResolver(new ResolveByJvm())
                    .nettyCustomizer(new SendTogether())
                    .build();
            RedisClient client = RedisClient.create(own, uri);
            client.setOptions(ClientOptions.builder()
                    // Its own way back waits up to 30 s between tries, and never doubts what is open.
                    .autoReconnect(false)
                    .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                    .socketOptions(SocketOptions.builder()
                            .connectTimeout(CONNECT)
                            .keepAlive(true)
                            .build())
                    .timeoutOptions(TimeoutOptions.enabled(timeout))
                    .build());
            client.addListener(listener);
            resources.add(own);
            clients.add(client);
        }
    }

    /** Commands of all requests that a loop takes up at once go to Redis by one write: a write costs more than a command. */
    private static final class SendTogether implements NettyCustomizer {

        private static final int AT_MOST = 256;

        @Override
        public void afterChannelInitialized(Channel channel) {
            channel.pipeline().addFirst(new FlushConsolidationHandler(AT_MOST, true));
        }
    }

    /** @throws RedisException when there is no way to it */
    LoopConnections connect() {
        List<StatefulRedisConnection<String, String>> connections = new ArrayList<>();
        LoopConnections connected = new LoopConnections(loops, connections);
        try {
            clients.forEach(client -> connections.add(client.connect()));
            return connected;
        } catch (RedisException e) {
            connected.close();
            throw e;
        }
    }

    void close() {
        clients.forEach(client -> client.shutdown(0, 1, TimeUnit.SECONDS));
        for (ClientResources own : resources) {
            var unused = own.shutdown(0, 1, TimeUnit.SECONDS);
        }
        var unused = shared.shutdown(0, 1, TimeUnit.SECONDS);
    }
}

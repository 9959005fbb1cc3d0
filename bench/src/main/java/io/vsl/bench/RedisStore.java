package io.vsl.bench;

import io.lettuce.core.RedisClient;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.ArrayList;
import java.util.List;

/** The jobs in Redis; whoever watches it leaves keys of their own. */
final class RedisStore implements Store {

    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;

    RedisStore(Servers servers) {
        client = RedisClient.create(servers.get("REDIS_URL"));
        connection = client.connect();
    }

    @Override
    public void empty() {
        connection.sync().flushall();
    }

    @Override
    public String content() {
        RedisCommands<String, String> redis = connection.sync();
        List<String> keys = new ArrayList<>();
        for (String jobs : List.of("job:status:*", "job:ended:*")) {
            ScanIterator.scan(redis, ScanArgs.Builder.matches(jobs)).forEachRemaining(keys::add);
        }
        keys.sort(null);
        return "%d keys %d"
                .formatted(keys.size(), redis.mget(keys.toArray(String[]::new)).hashCode());
    }

    @Override
    public void close() {
        client.close();
    }
}

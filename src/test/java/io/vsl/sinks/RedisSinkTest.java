package io.vsl.sinks;

import io.vsl.testing.NeedsServers;

@NeedsServers
class RedisSinkTest extends SinkContract {

    RedisSinkTest() {
        super("sink-redis");
    }
}

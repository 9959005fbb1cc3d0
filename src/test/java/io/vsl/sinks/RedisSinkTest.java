package io.vsl.sinks;

class RedisSinkTest extends SinkContract {

    RedisSinkTest() {
        super("sink-redis");
    }
}

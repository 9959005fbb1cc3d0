package io.vsl.platform.redis;

import io.lettuce.core.resource.EventLoopGroupProvider;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.vsl.platform.loop.EventLoops;
import java.util.concurrent.TimeUnit;

/** Has Redis's client run on the loops that serve requests, so that an answer of Redis is where it is needed. */
record SharedLoops(EventLoops loops) implements EventLoopGroupProvider {

    @Override
    public <T extends EventLoopGroup> T allocate(Class<T> type) {
        return type.cast(loops.group());
    }

    @Override
    public int threadPoolSize() {
        return loops.count();
    }

    /** They are not the client's to end. */
    @Override
    public Future<Boolean> release(EventExecutorGroup group, long quietPeriod, long timeout, TimeUnit unit) {
        return ImmediateEventExecutor.INSTANCE.newSucceededFuture(true);
    }

    @Override
    public Future<Boolean> shutdown(long quietPeriod, long timeout, TimeUnit unit) {
        return ImmediateEventExecutor.INSTANCE.newSucceededFuture(true);
    }
}

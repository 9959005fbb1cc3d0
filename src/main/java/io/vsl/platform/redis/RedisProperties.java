package io.vsl.platform.redis;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How Redis is reached and how long it keeps a job.
 *
 * @param url         {@code redis://} or {@code rediss://}
 * @param timeout     of one command
 * @param openTtl     of a job that has no outcome yet
 * @param terminalTtl of a job that has one
 */
@ConfigurationProperties("vsl.redis")
record RedisProperties(String url, Duration timeout, Duration openTtl, Duration terminalTtl) {

    @Override
    public String toString() {
        return "RedisProperties[timeout=" + timeout + "]";
    }
}

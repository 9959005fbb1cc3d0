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
 * @param remember    that a job has one, and of a job of which nothing is known but that it was taken
 */
@ConfigurationProperties("vsl.redis")
record RedisProperties(String url, Duration timeout, Duration openTtl, Duration terminalTtl, Duration remember) {

    @Override
    public String toString() {
        return "RedisProperties[timeout=" + timeout + "]";
    }
}

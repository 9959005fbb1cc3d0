package io.vsl.platform.redis;

import io.lettuce.core.RedisURI;
import io.vsl.platform.settings.Within;
import io.vsl.platform.url.ServiceUrl;
import io.vsl.platform.url.ServiceUrl.Part;
import java.time.Duration;
import java.util.List;
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
public record RedisProperties(
        String url,
        @Within(from = "10ms", to = "1m") Duration timeout,
        @Within(from = "1s", to = "7d") Duration openTtl,
        @Within(from = "1s", to = "7d") Duration terminalTtl,
        @Within(from = "1m", to = "30d") Duration remember) {

    /** For the client, whose own reader takes no host with an underscore. */
    RedisURI uri() {
        if (!url.matches("rediss?://.*")) {
            return RedisURI.create(url);
        }
        ServiceUrl read = ServiceUrl.parse(
                "REDIS_URL",
                url,
                List.of("redis", "rediss"),
                "redis://host:6379",
                Part.USER_INFO,
                Part.PATH,
                Part.QUERY);
        RedisURI uri = RedisURI.create(read.at("localhost").text());
        uri.setHost(read.host().replaceAll("[\\[\\]]", ""));
        return uri;
    }

    @Override
    public String toString() {
        return "RedisProperties[timeout=" + timeout + "]";
    }
}
